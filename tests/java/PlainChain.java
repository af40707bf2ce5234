import io.scorejar.internal.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.PMML;
import org.jpmml.evaluator.Evaluator;
import org.jpmml.evaluator.EvaluatorUtil;
import org.jpmml.evaluator.LoadingModelEvaluatorBuilder;
import org.jpmml.evaluator.ModelEvaluatorBuilder;
import org.jpmml.model.PMMLUtil;
import org.jpmml.model.metro.MetroJAXBSerializer;
import org.jpmml.python.Storage;
import org.jpmml.python.StorageUtil;
import org.jpmml.sklearn.EncodableUtil;
import org.jpmml.sklearn.SkLearnUnpickler;
import org.jpmml.sklearn.SkLearnUtil;
import org.jpmml.transpiler.InMemoryTranspiler;

/**
 * JPMML's converter, interpreter and transpiler as they are, without anything of ours.
 *
 * <p>{@code PlainChain FOLDER}: for each NAME.json in it (rows as docs/jar.md has evidence) reads
 * NAME.pmml, else converts NAME.pickle; writes NAME.plain: for each engine the answers, or what it
 * failed with.
 */
final class PlainChain {

  public static void main(String[] arguments) throws Exception {
    SkLearnUtil.initOnce();
    List<Path> cases;
    try (var files = Files.list(Path.of(arguments[0]))) {
      cases = files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    for (Path rows : cases) {
      String name = rows.getFileName().toString().replace(".json", "");
      Map<?, ?> evidence = (Map<?, ?>) Json.read(Files.readAllBytes(rows));
      Map<String, Object> said = new LinkedHashMap<>();
      try {
        byte[] pmml = pmml(rows.resolveSibling(name));
        said.put("interpreted", said(pmml, evidence, null));
        said.put("transpiled", said(pmml, evidence, "plain.Case" + name));
      } catch (Exception | StackOverflowError e) {
        said.put("interpreted", e.toString());
        said.put("transpiled", e.toString());
      }
      Files.writeString(rows.resolveSibling(name + ".plain"), Json.write(said));
    }
  }

  private static byte[] pmml(Path stem) throws Exception {
    Path given = Path.of(stem + ".pmml");
    if (Files.exists(given)) {
      return Files.readAllBytes(given);
    }
    try (Storage storage = StorageUtil.createStorage(Path.of(stem + ".pickle").toFile())) {
      Object pipeline = new SkLearnUnpickler().load(storage);
      PMML pmml = EncodableUtil.encodePMML(EncodableUtil.toEncodable(pipeline));
      ByteArrayOutputStream xml = new ByteArrayOutputStream();
      new MetroJAXBSerializer().serializePretty(pmml, xml);
      return xml.toByteArray();
    }
  }

  /** The answers to all rows, null for a row that fails; else what the engine fails with. */
  private static Object said(byte[] pmml, Map<?, ?> evidence, String className) {
    try {
      var content = new ByteArrayInputStream(pmml);
      Evaluator evaluator =
          className == null
              ? new LoadingModelEvaluatorBuilder().load(content).build()
              : new ModelEvaluatorBuilder(
                      new InMemoryTranspiler(className).transpile(PMMLUtil.unmarshal(content)))
                  .build();
      evaluator.verify();
      List<Object> answers = new ArrayList<>();
      String failure = null;
      for (Object row : (List<?>) evidence.get("rows")) {
        try {
          answers.add(answer(evaluator, evidence, (List<?>) row));
        } catch (RuntimeException e) {
          failure = e.toString();
          answers.add(null);
        }
      }
      return answers.stream().allMatch(answer -> answer == null) ? failure : answers;
    } catch (Exception | LinkageError | StackOverflowError e) {
      return e.toString();
    }
  }

  private static List<Object> answer(Evaluator evaluator, Map<?, ?> evidence, List<?> row) {
    Map<String, Object> values = new LinkedHashMap<>();
    List<?> inputs = (List<?>) evidence.get("inputs");
    for (int i = 0; i < row.size(); i++) {
      values.put(inputs.get(i).toString(), row.get(i));
    }
    Map<String, ?> results = EvaluatorUtil.decodeAll(evaluator.evaluate(values));
    List<Object> answer = new ArrayList<>();
    for (Object output : (List<?>) evidence.get("outputs")) {
      answer.add(Json.value(results.get(output)));
    }
    return answer;
  }
}
