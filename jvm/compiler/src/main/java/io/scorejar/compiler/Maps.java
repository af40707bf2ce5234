package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Lookup;
import io.scorejar.program.UnaryOp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.dmg.pmml.DataType;
import org.dmg.pmml.FieldColumnPair;
import org.dmg.pmml.MapValues;

/** {@code MapValues} as tables. */
final class Maps {

  private final MapValues map;
  private final Codes codes;
  private final double missing;
  private final double other;

  private Maps(MapValues map) {
    this.map = map;
    this.codes = new Codes(map.getDataType(DataType.STRING), map);
    this.missing = codes.of(map.getMapMissingTo());
    this.other = codes.of(map.getDefaultValue());
  }

  /** The value of a table under the values of fields. */
  static Term of(MapValues map, Function<FieldColumnPair, Term> fields) {
    return new Maps(map).term(fields);
  }

  private Term term(Function<FieldColumnPair, Term> fields) {
    List<FieldColumnPair> pairs = map.getFieldColumnPairs();
    if (pairs.size() != 1) {
      throw NotCompiled.of(map, "of several fields is not compiled");
    }
    Term value = fields.apply(pairs.get(0));
    Map<Object, Double> results = new LinkedHashMap<>();
    for (Map<String, Object> row : InlineTables.rows(map.getInlineTable(), map)) {
      Object key = row.get(InlineTables.local(pairs.get(0).requireColumn()));
      Object result = row.get(InlineTables.local(map.requireOutputColumn()));
      if (key == null || result == null) {
        throw NotCompiled.of(map, "has a row without a value");
      }
      Object literal = Literals.of(value.type(), key, map);
      if (results.put(literal, codes.of(result)) != null) {
        throw NotCompiled.of(map, "has two rows for one value");
      }
    }
    return codes.term(value.text() ? text(value, results) : number(value, results));
  }

  private Expression text(Term value, Map<Object, Double> results) {
    if (!value.categories().containsAll(results.keySet())) {
      // A row for a text that the schema does not tell from others.
      Texts.requireKnown(value, map);
    }
    double[] table =
        value.categories().stream().mapToDouble(c -> results.getOrDefault(c, other)).toArray();
    return new Lookup(value.expression(), table, other, missing);
  }

  private Expression number(Term value, Map<Object, Double> results) {
    int highest = 0;
    boolean codesOnly = true;
    for (Object key : results.keySet()) {
      double number = Literals.number(key);
      codesOnly &= number == (int) number && number >= 0 && number < 4096;
      highest = Math.max(highest, (int) number);
    }
    if (codesOnly) {
      double[] table = new double[highest + 1];
      java.util.Arrays.fill(table, other);
      results.forEach((key, result) -> table[(int) Literals.number(key)] = result);
      return new Lookup(value.expression(), table, other, missing);
    }
    if (results.size() > 256) {
      throw NotCompiled.of(map, "of " + results.size() + " numbers is not compiled");
    }
    Expression chain = Ops.number(other);
    for (Map.Entry<Object, Double> result : results.entrySet()) {
      chain =
          Ops.choice(
              Ops.of(
                  BinaryOp.EQUAL, value.expression(), Ops.number(Literals.number(result.getKey()))),
              Ops.number(result.getValue()),
              chain);
    }
    return Double.isNaN(missing)
        ? chain
        : Ops.choice(Ops.of(UnaryOp.IS_MISSING, value.expression()), Ops.number(missing), chain);
  }
}
