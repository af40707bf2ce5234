package io.scorejar.jpmml;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.scorejar.Agreement;
import io.scorejar.Evidence;
import io.scorejar.JarContents;
import io.scorejar.JarPackage;
import io.scorejar.Manifest;
import io.scorejar.Proof;
import io.scorejar.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jpmml.evaluator.ModelEvaluator;

/** The PMML among the test resources, and jars of it. */
final class Documents {

  private Documents() {}

  static byte[] xml(String name) {
    try (InputStream in = Documents.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document with some of its text replaced, which must stand in it. */
  static byte[] changed(String name, String... replacements) {
    String xml = new String(xml(name), UTF_8);
    for (int i = 0; i < replacements.length; i += 2) {
      if (!xml.contains(replacements[i])) {
        throw new IllegalArgumentException(name + ": expected to hold " + replacements[i]);
      }
      xml = xml.replace(replacements[i], replacements[i + 1]);
    }
    return xml.getBytes(UTF_8);
  }

  static ModelEvaluator<?> evaluator(byte[] xml) {
    return Evaluators.of(Pmml.readForEvaluation(xml));
  }

  static Schema schema(byte[] xml) {
    return PmmlSchema.of(evaluator(xml));
  }

  static JpmmlScorer scorer(byte[] xml) {
    ModelEvaluator<?> evaluator = evaluator(xml);
    return JpmmlScorer.of(PmmlSchema.of(evaluator), evaluator);
  }

  /** A jar that says it holds the engine, with the entries given. */
  static JarContents jar(String engine, Schema schema, Map<String, byte[]> entries) {
    Proof.OfEngine proved = new Proof.OfEngine(1, 0, 0);
    Manifest manifest =
        new Manifest(
            "credit",
            7,
            schema,
            List.of(engine),
            Map.of(),
            List.of(),
            "0".repeat(64),
            Map.of(),
            new Proof(
                "interpreter",
                Agreement.SUMS,
                1,
                0,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Map.of(engine, proved)));
    List<Object> row = Arrays.asList(new Object[schema.inputs().size()]);
    List<Object> answer = Arrays.asList(new Object[schema.outputs().size()]);
    Evidence evidence = new Evidence(schema, schema.outputs(), List.of(row), List.of(answer));
    SortedMap<String, byte[]> sorted = new TreeMap<>(entries);
    return JarContents.of(JarPackage.bytes(manifest, evidence, sorted));
  }
}
