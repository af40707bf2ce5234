package io.scorejar.transpiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.transpiler.Programs.End;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LeftoversTest {

  @TempDir Path folder;

  @Test
  void what_stays_interpreted_is_told_with_the_jar() {
    Path pmml =
        Programs.pmml(
            folder,
            "trees.pmml",
            "<MiningModel functionName",
            """
            <TransformationDictionary>
              <DerivedField name="years" optype="continuous" dataType="double">
                <Apply function="+">
                  <FieldRef field="age"/>
                  <Constant dataType="double">1</Constant>
                </Apply>
              </DerivedField>
            </TransformationDictionary>
            <MiningModel functionName""",
            "field=\"age\" operator",
            "field=\"years\" operator");
    End end =
        Programs.build(
            "--pmml", pmml.toString(),
            "--model", "homes",
            "--version", "1",
            "--engine", "transpiled",
            "--out", folder.resolve("1.jar").toString());
    assertEquals("", end.error());
    assertEquals(
        List.of("derived fields are interpreted on every row: 1 Apply"), end.json().get("notes"));
  }
}
