package io.scorejar.jpmml;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.scorejar.BadModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.dmg.pmml.PMML;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PmmlTest {

  private static String refusal(String xml) {
    return refusal(xml.getBytes(UTF_8));
  }

  private static String refusal(byte[] xml) {
    return assertThrows(BadModelException.class, () -> Pmml.readForEvaluation(xml)).getMessage();
  }

  private static String pmml(String version, String content) {
    return "<PMML xmlns='http://www.dmg.org/PMML-%s' version='%s'>%s</PMML>"
        .formatted(version.replace('.', '_'), version, content);
  }

  @Test
  void what_is_not_xml_is_refused_with_the_parsers_words() {
    assertEquals(
        "expected PMML, got XML that cannot be read: Content is not allowed in prolog. (line 1)",
        refusal("age,job\n31,clerk\n"));
    assertEquals(
        "expected PMML, got XML that cannot be read: Premature end of file. (line 1)", refusal(""));
  }

  @Test
  void a_document_that_was_cut_off_is_refused() {
    String message = refusal("<PMML xmlns='http://www.dmg.org/PMML-4_4' version='4.4'>\n<Header>");
    assertEquals(
        "expected PMML, got XML that cannot be read: XML document structures must start and end"
            + " within the same entity. (line 2)",
        message);
  }

  @Test
  void a_doctype_is_refused_and_nothing_outside_is_read(@TempDir Path folder) throws Exception {
    Path secret = Files.writeString(folder.resolve("secret"), "hidden");
    String doctype = "<!DOCTYPE PMML [<!ENTITY e SYSTEM '%s'>]>\n".formatted(secret.toUri());
    assertEquals(
        "expected PMML without a DOCTYPE, got one (line 1)",
        refusal(doctype + pmml("4.4", "<Header copyright='&e;'/>")));
  }

  @Test
  void xml_of_another_kind_is_refused() {
    assertEquals(
        "expected PMML, got XML with the root element html (line 2)",
        refusal("<!-- a page -->\n<html><body/></html>"));
  }

  @ParameterizedTest
  @CsvSource({"5.0", "2.1", "4.9"})
  void an_unknown_version_is_refused(String version) {
    assertEquals(
        "expected PMML 3.0 to 4.4, got version " + version + " (line 1)",
        refusal(pmml(version, "<Header/>")));
  }

  @Test
  void an_unknown_version_in_a_known_namespace_is_refused() {
    assertEquals(
        "expected PMML 3.0 to 4.4, got version 7 (line 1)",
        refusal("<PMML xmlns='http://www.dmg.org/PMML-4_4' version='7'/>"));
    assertEquals(
        "expected PMML that says its version, got none (line 1)",
        refusal("<PMML xmlns='http://www.dmg.org/PMML-4_4'/>"));
  }

  @Test
  void a_document_without_the_namespace_is_refused() {
    assertEquals(
        "expected PMML 3.0 to 4.4, got no namespace (line 1)", refusal("<PMML version='4.4'/>"));
    assertEquals(
        "expected PMML 3.0 to 4.4, got the namespace urn:other (line 1)",
        refusal("<PMML xmlns='urn:other' version='4.4'/>"));
  }

  @ParameterizedTest
  @CsvSource({"3.0", "3.2", "4.0", "4.1", "4.2", "4.3", "4.4"})
  void every_known_version_is_read(String version) {
    PMML pmml = Pmml.read(pmml(version, "<Header/>").getBytes(UTF_8));
    assertEquals("4.4", pmml.getVersion());
  }

  @Test
  void a_later_edition_of_a_known_version_is_read() {
    byte[] xml = "<PMML xmlns='http://www.dmg.org/PMML-4_4' version='4.4.1'/>".getBytes(UTF_8);
    assertNull(Pmml.read(xml).getHeader());
  }

  @Test
  void too_deep_a_document_is_refused() {
    String deep = "<Extension>".repeat(1001) + "</Extension>".repeat(1001);
    assertEquals(
        "expected PMML of at most 1000 levels of elements, got more (line 1)",
        refusal(pmml("4.4", deep)));
  }

  @Test
  void a_number_that_is_none_is_refused_rather_than_left_out() {
    String message =
        refusal(Documents.changed("chain.pmml", "coefficient=\"2\"", "coefficient=\"2,5\""));
    assertTrue(message.startsWith("expected PMML, got XML that cannot be read: "), message);
    assertTrue(message.contains("2,5"), message);
  }

  @Test
  void a_word_that_pmml_does_not_have_is_refused_rather_than_left_out() {
    assertEquals(
        "MiningField@usageType: expected one of active, predicted, target, supplementary, group,"
            + " order, frequencyWeight, analysisWeight, got 'activ' (line 32)",
        refusal(
            Documents.changed(
                "credit.pmml",
                "<MiningField name=\"debt\"/>",
                "<MiningField name=\"debt\" usageType=\"activ\"/>")));
  }

  @Test
  void elements_that_pmml_does_not_have_are_skipped() {
    byte[] xml = Documents.changed("chain.pmml", "<Header/>", "<Header/><Vendor note='x'/>");
    assertEquals(1, Documents.schema(xml).inputs().size());
  }
}
