package io.scorejar.transpiler.repair;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.dmg.pmml.PMML;
import org.jpmml.model.visitors.FieldRenamer;
import org.jpmml.translator.IdentifierUtil;

/**
 * Renames the fields whose names the transpiler cannot tell apart or takes for something else.
 *
 * <p>JPMML's {@code IdentifierUtil.sanitize} makes Java names of the names of DataField,
 * DerivedField and OutputField: it lowers the first letter and drops what Java does not take, so
 * that {@code Age} and {@code age}, or {@code x<30} and {@code x>30}, become one name, and {@code
 * ArgumentsRef.getMethod} hands out one value for both: wrong answers, and no error. Of {@code %}
 * nothing is left, {@code class} is a keyword, {@code context} is taken, and {@code
 * ModelTranslator.getArrayInfos} makes one array of {@code x_0} and {@code x_1}.
 *
 * <p>The change is one to one over all the names in the document, and the new names are new to it,
 * so it says the same as before. The names of the targets and of the model's own outputs, which the
 * answers carry, stay.
 */
final class FieldNames implements Repair {

  private static final Pattern ARRAY = Pattern.compile(".+_\\d+", Pattern.DOTALL);

  /** What JPMML's encoders append to a name. */
  private static final Pattern ENCODED = Pattern.compile(".*2(fp|ordinal|tf)");

  /** Names of the generated code's own, and of Object's methods without parameters. */
  private static final Set<String> TAKEN =
      Set.of(
          "addend",
          "aggregator",
          "arguments",
          "bitSet",
          "classification",
          "clone",
          "coefficient",
          "context",
          "ensureLoaded",
          "entry",
          "finalize",
          "frequency",
          "getClass",
          "hashCode",
          "i",
          "index",
          "javaValue",
          "logFrequency",
          "mask",
          "name",
          "notify",
          "notifyAll",
          "record",
          "result",
          "resultValue",
          "score",
          "term",
          "termIndex",
          "toString",
          "value",
          "valueFactory",
          "values",
          "var",
          "wait",
          "weight",
          "yield");

  @Override
  public Optional<String> apply(PMML pmml) {
    Map<String, List<String>> byJavaName =
        new ReadableNames()
            .of(pmml).stream()
                .collect(
                    Collectors.groupingBy(
                        IdentifierUtil::sanitize, LinkedHashMap::new, Collectors.toList()));
    Set<String> unfit = new LinkedHashSet<>();
    byJavaName.forEach(
        (javaName, names) -> {
          boolean alone = names.size() == 1 && isFree(javaName);
          names.stream()
              .filter(name -> !alone || ARRAY.matcher(name).matches())
              .forEach(unfit::add);
        });
    if (unfit.isEmpty()) {
      return Optional.empty();
    }
    FreshNames fresh = FreshNames.of(pmml);
    Map<String, String> renamed = new LinkedHashMap<>();
    unfit.forEach(name -> renamed.put(name, fresh.next()));
    new FieldRenamer(renamed).applyTo(pmml);
    return Optional.of(
        "fields renamed in the generated code, where the transpiler would have mixed them up or"
            + " stumbled over their names: "
            + Listing.of(unfit));
  }

  private static boolean isFree(String javaName) {
    return SourceVersion.isIdentifier(javaName)
        && !SourceVersion.isKeyword(javaName)
        && !TAKEN.contains(javaName)
        && !ENCODED.matcher(javaName).matches()
        && javaName.chars().noneMatch(Character::isIdentifierIgnorable);
  }
}
