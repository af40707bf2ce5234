package io.scorejar;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Small jars for tests. Inputs: {@code age} (double, may be missing), {@code job} (clerk or nurse,
 * others refused). Outputs: {@code score}, which is {@code intercept + age + code of job}, and
 * {@code label}, which is {@code high} above 10, else {@code low}.
 */
public final class TestModel {

  /** An age that makes the engines fail. */
  public static final double FAULT = -666;

  public static final Output SCORE = new Output("score", Type.DOUBLE, List.of());
  public static final Output LABEL = new Output("label", Type.STRING, List.of("low", "high"));

  private TestModel() {}

  public static Input number(String name) {
    return new Input(name, Type.DOUBLE, List.of(), Rule.ACCEPTED, Rule.ACCEPTED);
  }

  public static Input text(String name, Rule unseen, Object... categories) {
    return new Input(name, Type.STRING, List.of(categories), Rule.ACCEPTED, unseen);
  }

  public static Schema schema() {
    return schema(number("age"), text("job", Rule.REFUSED, "clerk", "nurse"));
  }

  public static Schema schema(Input... inputs) {
    return new Schema(List.of(inputs), List.of(SCORE, LABEL));
  }

  public static Manifest manifest(String model, long version, Schema schema, String... engines) {
    Map<String, Proof.OfEngine> proved = Map.of(engines[0], new Proof.OfEngine(2, 0, 0));
    return new Manifest(
        model,
        version,
        schema,
        List.of(engines),
        Map.of("compiled", "not yet"),
        List.of(),
        "0".repeat(64),
        Map.of("scorejar", "0.1.0"),
        proof("pipeline", proved));
  }

  private static Proof proof(String judge, Map<String, Proof.OfEngine> engines) {
    return new Proof(judge, Agreement.SUMS, 2, 0, Map.of(), Map.of(), Optional.empty(), engines);
  }

  /**
   * Two rows, {@code age} 2 and missing, all other values missing, and what should come of them.
   */
  public static Evidence evidence(Schema schema, double intercept) {
    List<List<Object>> rows = new ArrayList<>();
    List<List<Object>> answers = new ArrayList<>();
    for (Double age : new Double[] {2.0, null}) {
      Object[] row = new Object[schema.inputs().size()];
      row[0] = age;
      rows.add(Arrays.asList(row));
      double sum = intercept + (age == null ? 0 : age);
      answers.add(List.of(sum, sum > 10 ? "high" : "low"));
    }
    return new Evidence(schema, schema.outputs(), rows, answers);
  }

  public static SortedMap<String, byte[]> entries(double intercept) {
    SortedMap<String, byte[]> entries = new TreeMap<>();
    String json = "{\"intercept\":" + intercept + "}";
    entries.put(LinearEngine.ENTRY, json.getBytes(StandardCharsets.UTF_8));
    return entries;
  }

  /** A good jar of the usual schema. */
  public static byte[] jar(String model, long version, double intercept) {
    return jar(manifest(model, version, schema(), "linear", "named"), intercept);
  }

  public static byte[] jar(Manifest manifest, double intercept) {
    return JarPackage.bytes(manifest, evidence(manifest.schema(), intercept), entries(intercept));
  }

  /** A jar whose engine does not answer its evidence. */
  public static byte[] liar(String model, long version) {
    return JarPackage.bytes(
        manifest(model, version, schema(), "linear"), evidence(schema(), 1), entries(5));
  }

  /** Puts a version into a repository as it should be done: whole, by a rename. */
  public static Path publish(Path repository, String model, long version, byte[] jar) {
    try {
      Path folder = Files.createDirectories(repository.resolve(model));
      Path staged = Files.write(folder.resolve(".staged"), jar);
      return Files.move(
          staged,
          folder.resolve(version + ".jar"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts a good version of {@code credit} there. */
  public static Path publish(Path repository, long version) {
    return publish(repository, "credit", version, jar("credit", version, (double) version));
  }
}
