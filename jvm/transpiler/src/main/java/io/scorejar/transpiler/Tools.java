package io.scorejar.transpiler;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** Names and versions of the tools that make a jar, as its manifest tells them. */
final class Tools {

  private Tools() {}

  static Map<String, String> compiling() {
    Map<String, String> tools = new LinkedHashMap<>();
    tools.put("scorejar", version("/io/scorejar/transpiler/version.properties"));
    return tools;
  }

  static Map<String, String> interpreting() {
    Map<String, String> tools = compiling();
    tools.put("pmml-evaluator", ofJpmml("pmml-evaluator"));
    return tools;
  }

  static Map<String, String> transpiling() {
    Map<String, String> tools = interpreting();
    tools.put("pmml-transpiler", ofJpmml("pmml-transpiler"));
    // Two compilers make different bytes of the same source.
    tools.put("javac", System.getProperty("java.version"));
    return tools;
  }

  private static String ofJpmml(String artifact) {
    return version("/META-INF/maven/org.jpmml/" + artifact + "/pom.properties");
  }

  private static String version(String resource) {
    Properties properties = new Properties();
    try (InputStream in = Tools.class.getResourceAsStream(resource)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
    return properties.getProperty("version");
  }
}
