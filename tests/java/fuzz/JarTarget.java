package io.scorejar;

import io.scorejar.fuzz.Bytes;
import io.scorejar.fuzz.Target;
import io.scorejar.fuzz.Xml;
import io.scorejar.reasons.Reasons;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Jars, changed in what their entries hold or as bytes of a ZIP, with a digest that is right: what
 * opens must answer its own evidence, and refuse or answer any other row.
 */
public final class JarTarget implements Target {

  private static final String[] ODD = {
    "0",
    "-1",
    "1e999",
    "NaN",
    "null",
    "true",
    "\"\"",
    "\"\\ud800\"",
    "[]",
    "{}",
    "[[[[[[]]]]]]",
    "9223372036854775808",
    "1e400000000",
    "\"Infinity\"",
    "[null]",
    "\"string\"",
    "\"double\""
  };

  private final List<byte[]> samples;

  public JarTarget(List<byte[]> samples) {
    this.samples = samples;
  }

  @Override
  public byte[] draw(Random random) {
    byte[] sample = samples.get(random.nextInt(samples.size()));
    if (random.nextInt(10) == 0) {
      return Bytes.changed(sample, samples, random); // digest and all
    }
    byte[] whole = java.util.Arrays.copyOf(sample, sample.length - JarContents.DIGEST_LENGTH);
    if (random.nextInt(4) == 0) {
      return signed(Bytes.changed(whole, samples, random), false);
    }
    return signed(packed(entries(sample), random), true);
  }

  private static Map<String, byte[]> entries(byte[] jar) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    JarContents contents = JarContents.of(jar);
    contents.names().forEach(name -> entries.put(name, contents.required(name)));
    return entries;
  }

  private byte[] packed(Map<String, byte[]> entries, Random random) {
    List<String> names = new ArrayList<>(entries.keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] content = entries.get(name);
    switch (random.nextInt(12)) {
      case 0 -> entries.remove(name);
      case 1 -> entries.put(name, new byte[0]);
      case 2 -> entries.put(name, entries.get(names.get(random.nextInt(names.size()))));
      case 3 ->
          entries.put(
              List.of("../x", "/x", "a\\b", "x/../../y", "c:x").get(random.nextInt(5)), content);
      case 4 -> entries.put("META-INF/scorejar/" + "x".repeat(random.nextInt(60_000)), content);
      case 5 -> entries.put("zeros", new byte[random.nextInt(8 << 20)]);
      default -> {
        if (name.endsWith(".json")) {
          String json = new String(content, StandardCharsets.UTF_8);
          for (int i = 1 + random.nextInt(3); i > 0; i--) {
            json = json(json, random);
          }
          entries.put(name, json.getBytes(StandardCharsets.UTF_8));
        } else if (name.endsWith("ml")) {
          entries.put(name, new Xml(content, random).changed());
        } else if (content.length > 0) {
          entries.put(name, Bytes.changed(content, List.of(content), random));
        }
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setComment("0".repeat(JarContents.DIGEST_LENGTH));
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** One value or mark of a JSON text in the place of another. */
  private static String json(String json, Random random) {
    int at = random.nextInt(json.length());
    int end = at;
    while (end < json.length() && ",]}:".indexOf(json.charAt(end)) < 0) {
      end++;
    }
    while (at > 0 && ",[{:".indexOf(json.charAt(at - 1)) < 0) {
      at--;
    }
    if (end <= at) {
      end = Math.min(json.length(), at + 1);
    }
    String odd = random.nextInt(30) == 0 ? "[".repeat(100_000) : ODD[random.nextInt(ODD.length)];
    return json.substring(0, at) + odd + json.substring(end);
  }

  private static byte[] signed(byte[] jar, boolean comment) {
    int length = comment ? jar.length - JarContents.DIGEST_LENGTH : jar.length;
    byte[] signed = java.util.Arrays.copyOf(jar, length + JarContents.DIGEST_LENGTH);
    String digest = HexFormat.of().formatHex(Digest.sha256(signed, length));
    System.arraycopy(
        digest.getBytes(StandardCharsets.US_ASCII), 0, signed, length, JarContents.DIGEST_LENGTH);
    return signed;
  }

  private static ScorerJar opened(JarContents contents) {
    return ScorerJar.open(contents, Engines.AUTO, () -> contents);
  }

  /** What a jar says of reasons; nothing where it refuses to. */
  private static void explain(ScorerJar jar, double[] row) {
    try {
      Reasons reasons = Reasons.of(jar);
      reasons.explain(row, new double[reasons.width()]);
    } catch (BadModelException e) {
      Target.refused(e);
    }
  }

  @Override
  public String run(byte[] input) {
    try (ScorerJar jar = opened(JarContents.of(input))) {
      Schema schema = jar.schema();
      if (schema.numeric()) {
        Random random = new Random(input.length);
        double[] row = random.doubles(schema.inputs().size(), -3, 3).toArray();
        try {
          jar.scorer().score(row, new double[schema.outputs().size()]);
          explain(jar, row);
        } catch (ScorejarException e) {
          Target.refused(e);
        }
      }
      return "opened (" + jar.engine() + ")";
    } catch (BadModelException e) {
      return Target.refused(e);
    }
  }
}
