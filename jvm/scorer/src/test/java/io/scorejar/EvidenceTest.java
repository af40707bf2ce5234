package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class EvidenceTest {

  private static final Schema SCHEMA = TestModel.schema();

  private static Evidence read(String json) {
    return Evidence.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), SCHEMA);
  }

  private static String refused(String json) {
    return assertThrows(BadModelException.class, () -> read(json)).getMessage();
  }

  @Test
  void whatIsWrittenIsRead() {
    Evidence evidence =
        read(
            "{'inputs':['age','job'],'outputs':['score','label'],"
                + "'rows':[[31.5,'nurse'],[null,null],['-Infinity','clerk']],"
                + "'answers':[[0.1,'low'],[null,'high'],['Infinity',null]]}");
    assertEquals(evidence, Evidence.read(evidence.write(), SCHEMA));
    assertEquals("{age=-Infinity, job=clerk}", evidence.row(2).toString());
    assertArrayEquals(
        new double[] {31.5, 1, Double.NaN, Double.NaN, Double.NEGATIVE_INFINITY, 0},
        evidence.doubles());
  }

  @Test
  void rowsThatTheSchemaOrTheJudgeRefusesAreKept() {
    Evidence evidence =
        read(
            "{'inputs':['age','job'],'outputs':['score'],"
                + "'rows':[[1,'baker'],['Infinity','nurse'],[3,'clerk']],"
                + "'answers':[[2],null,[4]],'refusals':{'1':'age is infinite'},"
                + "'kinds':['category','number','real'],'raw':{'sum':[1,null,'Infinity']},"
                + "'agreement':'ulps','coverage':{'leaves':{'covered':1,'of':2}}}");
    assertEquals(evidence, Evidence.read(evidence.write(), SCHEMA));
    assertEquals(Map.of("age", 1.0, "job", "baker"), evidence.row(0));
    assertEquals("job", evidence.refusing(0).name());
    assertArrayEquals(new double[] {1, -1, Double.POSITIVE_INFINITY, 1, 3, 0}, evidence.doubles());
    assertEquals(Map.of(1, "age is infinite"), evidence.notes().refusals());
    assertEquals(
        Map.of("sum", Arrays.asList(1.0, null, Double.POSITIVE_INFINITY)), evidence.notes().raw());
    assertEquals(Optional.of(Agreement.ULPS), evidence.notes().agreement());
    assertEquals(List.of(List.of(3.0, "clerk")), evidence.answerable().rows());
    Evidence last = evidence.rows(List.of(2, 1));
    assertEquals(Map.of(1, "age is infinite"), last.notes().refusals());
    assertEquals(List.of("real", "number"), last.notes().kinds());
    assertEquals(Map.of(), last.notes().coverage());
  }

  @Test
  void columnsStandInAnyOrderAndSomeAreSkipped() {
    Evidence evidence =
        read(
            "{'inputs':['id','job','age'],'outputs':['label'],"
                + "'rows':[[7,'nurse',2]],'answers':[['low']]}");
    assertEquals(List.of(List.of(2.0, "nurse")), evidence.rows());
    assertEquals(List.of(TestModel.LABEL), evidence.judged());
  }

  @Test
  void rowsWithoutAnswersWaitForThem() {
    Evidence evidence = read("{'inputs':['age','job'],'rows':[[2,'nurse']]}");
    assertFalse(evidence.answered());
    Evidence answered = evidence.answeredBy(List.of(List.of(3.0, "low")));
    assertEquals(SCHEMA.outputs(), answered.judged());
    assertEquals(evidence, Evidence.read(evidence.write(), SCHEMA));
  }

  @Test
  void aSampleIsSpreadOverAllRows() {
    List<List<Object>> rows =
        IntStream.range(0, 10).mapToObj(i -> Arrays.<Object>asList((double) i, null)).toList();
    List<List<Object>> answers =
        IntStream.range(0, 10).mapToObj(i -> List.<Object>of(i + 1.0, "low")).toList();
    Evidence all = new Evidence(SCHEMA, SCHEMA.outputs(), rows, answers);
    Evidence some = all.sample(4);
    assertEquals(List.of(rows.get(0), rows.get(2), rows.get(5), rows.get(7)), some.rows());
    assertEquals(answers.get(7), some.answers().get(3));
    assertEquals(all, all.sample(10));
  }

  @Test
  void whatDoesNotFitTheSchemaIsRefused() {
    assertEquals(
        "evidence.json: expected a column 'job' among the inputs, got none",
        refused("{'inputs':['age'],'rows':[]}"));
    assertEquals(
        "evidence.json: age: expected double, got 'abc' (row 1)",
        refused("{'inputs':['age','job'],'rows':[[1,'nurse'],['abc','nurse']]}"));
    assertEquals(
        "evidence.json.refusals: expected the number of a row without an answer, got '1'",
        refused(
            "{'inputs':['age','job'],'outputs':['label'],'rows':[[1,null]],'answers':[null],"
                + "'refusals':{'1':'no'}}"));
    assertEquals(
        "evidence.json.kinds: expected 1, one per row, got 0",
        refused("{'inputs':['age','job'],'rows':[[1,null]],'kinds':[]}"));
    assertEquals(
        "evidence.json: agreement: expected bits, ulps, sums or float, got 'roughly'",
        refused("{'inputs':['age','job'],'rows':[],'agreement':'roughly'}"));
    assertEquals(
        "evidence.json: expected 2 values a row, got another (row 0)",
        refused("{'inputs':['age','job'],'rows':[[1]]}"));
    assertEquals(
        "evidence.json: expected outputs among [score, label], got [scores]",
        refused("{'inputs':['age','job'],'outputs':['scores'],'rows':[],'answers':[]}"));
    assertEquals(
        "evidence.json: score: expected an answer of type double, got 'x' (row 0)",
        refused(
            "{'inputs':['age','job'],'outputs':['score'],'rows':[[1,null]],'answers':[['x']]}"));
    assertEquals(
        "evidence.json: expected 1 answers, got 0",
        refused("{'inputs':['age','job'],'outputs':['score'],'rows':[[1,null]],'answers':[]}"));
    assertEquals("evidence.json: expected a value, got 'x' at character 0", refused("x"));
  }
}
