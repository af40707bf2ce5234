package io.scorejar.transpiler.repair;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class InnerScoresTest {

  static final String GIVEN =
      "inner nodes of trees given a score, without which the transpiler fails though nobody reads"
          + " it: ";

  @ParameterizedTest
  @ValueSource(strings = {"returnNullPrediction", "returnLastPrediction"})
  void a_node_with_children_needs_no_score(String strategy) throws IOException {
    String pmml =
        """
        <PMML version="4.4" xmlns="http://www.dmg.org/PMML-4_4">
          <Header/>
          <DataDictionary>
            <DataField name="y" optype="continuous" dataType="double"/>
            <DataField name="a" optype="continuous" dataType="double"/>
          </DataDictionary>
          <TreeModel functionName="regression" noTrueChildStrategy="%s">
            <MiningSchema>
              <MiningField name="y" usageType="target"/>
              <MiningField name="a"/>
            </MiningSchema>
            <Node>
              <True/>
              <Node score="1"><SimplePredicate field="a" operator="lessThan" value="-1"/></Node>
              <Node score="2"><SimplePredicate field="a" operator="greaterThan" value="1"/></Node>
            </Node>
          </TreeModel>
        </PMML>
        """
            .formatted(strategy);
    Golden.of(pmml.getBytes(UTF_8)).fails().isRepaired(GIVEN + "1");
  }
}
