package io.scorejar.jpmml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.scorejar.Agreement;
import io.scorejar.BadModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EvaluatorsTest {

  private static final String MODEL =
      """
      <PMML xmlns="http://www.dmg.org/PMML-4_4" version="4.4">
        <Header/>
        <DataDictionary>
          <DataField name="x" optype="continuous" dataType="double"/>
        </DataDictionary>
        %s
      </PMML>
      """;

  private static String refusal(byte[] xml) {
    return assertThrows(BadModelException.class, () -> Documents.evaluator(xml)).getMessage();
  }

  private static String refusal(String model) {
    return refusal(MODEL.formatted(model).getBytes(UTF_8));
  }

  @Test
  void a_document_without_a_model_is_refused() {
    assertEquals(
        "expected PMML that can be scored, got a defect:"
            + " Required element PMML/<Model>@isScorable=true is not defined",
        refusal(""));
  }

  @Test
  void a_model_that_jpmml_does_not_support_is_refused() {
    assertEquals(
        "expected a model that JPMML supports, got one that it does not:"
            + " Element BaselineModel is not supported",
        refusal(
            """
            <BaselineModel functionName="regression">
              <MiningSchema><MiningField name="x"/></MiningSchema>
              <TestDistributions field="x" testStatistic="zValue">
                <Baseline><GaussianDistribution mean="0" variance="1"/></Baseline>
              </TestDistributions>
            </BaselineModel>
            """));
  }

  @Test
  void a_model_that_does_not_answer_row_by_row_is_refused() {
    assertEquals(
        "expected a model that answers row by row, got one for associationRules",
        refusal(
            """
            <AssociationModel functionName="associationRules" numberOfTransactions="1"
                minimumSupport="0" minimumConfidence="0" numberOfItems="0" numberOfItemsets="0"
                numberOfRules="0">
              <MiningSchema><MiningField name="x"/></MiningSchema>
            </AssociationModel>
            """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java.lang.String", "org.jpmml.evaluator.functions.MissingFunction"})
  void a_function_that_nobody_defines_is_refused(String name) {
    assertEquals(
        "expected functions that PMML or the document defines, got '" + name + "'",
        refusal(Documents.changed("dates.pmml", "dateSecondsSinceMidnight", name)));
  }

  @Test
  void a_function_that_the_document_defines_is_taken() {
    String function =
        """
        <DefineFunction name="half" optype="continuous" dataType="double">
          <ParameterField name="whole"/>
          <FieldRef field="whole"/>
        </DefineFunction>
        <DerivedField name="days" \
        """;
    byte[] xml =
        Documents.changed(
            "dates.pmml",
            "<DerivedField name=\"days\" ",
            function,
            "dateSecondsSinceMidnight",
            "half");
    assertEquals(5, Documents.evaluator(xml).getActiveFields().size());
  }

  @Test
  void more_than_a_thousand_fields_are_taken() {
    StringBuilder fields = new StringBuilder();
    StringBuilder used = new StringBuilder();
    for (int i = 0; i < 1500; i++) {
      fields.append("<DataField name='f%d' optype='continuous' dataType='double'/>".formatted(i));
      used.append("<MiningField name='f%d'/>".formatted(i));
    }
    byte[] xml =
        Documents.changed(
            "clusters.pmml",
            "<DataDictionary>",
            "<DataDictionary>" + fields,
            "<MiningSchema>",
            "<MiningSchema>" + used);
    assertEquals(1501, Documents.schema(xml).inputs().size());
  }

  @Test
  void float_anywhere_in_the_model_widens_what_counts_as_equal() {
    byte[] floats =
        Documents.changed(
            "chain.pmml",
            "<RegressionModel functionName=\"regression\"",
            "<RegressionModel x-mathContext=\"float\" functionName=\"regression\"");
    assertSame(Agreement.FLOAT, Evaluators.agreement(Pmml.read(floats)));
    assertSame(Agreement.SUMS, Evaluators.agreement(Pmml.read(Documents.xml("chain.pmml"))));
  }

  @Test
  void verification_rows_that_disagree_are_told() {
    String rows =
        """
        <ModelVerification recordCount="1" fieldCount="2">
          <VerificationFields>
            <VerificationField field="x" column="x"/>
            <VerificationField field="cluster" column="cluster"/>
          </VerificationFields>
          <InlineTable><row><x>9</x><cluster>%s</cluster></row></InlineTable>
        </ModelVerification>
        </ClusteringModel>""";
    Evaluators.verify(
        Documents.evaluator(
            Documents.changed("clusters.pmml", "</ClusteringModel>", rows.formatted("far"))));
    byte[] wrong = Documents.changed("clusters.pmml", "</ClusteringModel>", rows.formatted("near"));
    assertEquals(
        "expected PMML that agrees with its own verification rows, got one that does not:"
            + " Values \"near\" and \"far\" do not match",
        assertThrows(BadModelException.class, () -> Evaluators.verify(Documents.evaluator(wrong)))
            .getMessage());
  }
}
