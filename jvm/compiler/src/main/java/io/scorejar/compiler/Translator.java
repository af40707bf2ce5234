package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Bins;
import io.scorejar.program.Expression;
import io.scorejar.program.Line;
import io.scorejar.program.Lookup;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.dmg.pmml.Apply;
import org.dmg.pmml.Constant;
import org.dmg.pmml.DataType;
import org.dmg.pmml.DefineFunction;
import org.dmg.pmml.DerivedField;
import org.dmg.pmml.Discretize;
import org.dmg.pmml.DiscretizeBin;
import org.dmg.pmml.FieldRef;
import org.dmg.pmml.LinearNorm;
import org.dmg.pmml.MapValues;
import org.dmg.pmml.NormContinuous;
import org.dmg.pmml.NormDiscrete;
import org.dmg.pmml.OpType;
import org.dmg.pmml.ParameterField;

/** PMML's expressions as terms over the frame, in JPMML's arithmetic. */
final class Translator {

  private final Scope scope;

  /** Values of the parameters, inside a function that the document defines. */
  private final Map<String, Term> parameters;

  Translator(Scope scope) {
    this(scope, null);
  }

  private Translator(Scope scope, Map<String, Term> parameters) {
    this.scope = scope;
    this.parameters = parameters;
  }

  /** The value of a derived field, of the type that it declares. */
  Term derived(DerivedField field) {
    return Casts.to(field.getDataType(), field.getOpType(), of(field.requireExpression()), field);
  }

  /**
   * The value of an expression.
   *
   * @throws NotCompiled if it, or a part of it, is not taken
   */
  Term of(org.dmg.pmml.Expression expression) {
    if (parameters != null) {
      scope.document().countCalled();
    }
    Term term = translated(expression);
    return Extent.large(term.expression())
        ? term.with(new Slot(scope.frame().slot(term.expression())))
        : term;
  }

  private Term translated(org.dmg.pmml.Expression expression) {
    if (expression instanceof Constant constant) {
      return constant(constant);
    }
    if (expression instanceof FieldRef reference) {
      return reference(reference);
    }
    if (expression instanceof Apply apply) {
      return apply(apply);
    }
    if (expression instanceof NormDiscrete norm) {
      return indicator(norm);
    }
    if (expression instanceof NormContinuous norm) {
      return line(norm);
    }
    if (expression instanceof Discretize discretize) {
      return bins(discretize);
    }
    if (expression instanceof MapValues map) {
      return Maps.of(map, pair -> field(pair.requireField()));
    }
    throw NotCompiled.of(expression);
  }

  private Term field(String name) {
    Term parameter = parameters == null ? null : parameters.get(name);
    return parameter != null ? parameter : scope.field(name);
  }

  private static Term constant(Constant constant) {
    Object value = constant.getValue();
    boolean empty = value == null || value.equals("");
    DataType type = constant.getDataType();
    if (constant.isMissing()) {
      return Term.missing(type == null ? DataType.STRING : type);
    }
    if (empty) {
      return type == null || type == DataType.STRING
          ? Term.constant(DataType.STRING, "")
          : Term.missing(type);
    }
    if (type == null) {
      type = Literals.constantType(value);
    }
    return Term.constant(type, Literals.of(type, value, constant));
  }

  private Term reference(FieldRef reference) {
    Term value = field(reference.requireField());
    Object other = reference.getMapMissingTo();
    if (other == null) {
      return value;
    }
    if (!value.text()) {
      throw NotCompiled.of(reference, "mapMissingTo makes text of a " + value.type().value());
    }
    return Texts.orElse(value, other.toString());
  }

  private Term indicator(NormDiscrete norm) {
    Term value = field(norm.requireField());
    if (norm.getMethod() != NormDiscrete.Method.INDICATOR) {
      throw NotCompiled.of(norm);
    }
    Term equal = Comparisons.equalTo(value, norm.requireValue(), norm);
    double missing =
        norm.getMapMissingTo() == null ? Double.NaN : norm.getMapMissingTo().doubleValue();
    Expression expression =
        equal.expression() instanceof Lookup table
            ? new Lookup(table.code(), table.values(), table.other(), missing)
            : Ops.orElse(equal.expression(), missing);
    return new Term(expression, DataType.DOUBLE, OpType.CATEGORICAL, null);
  }

  private Term line(NormContinuous norm) {
    Term value = field(norm.requireField());
    requireNumber(value, norm);
    List<LinearNorm> points = norm.requireLinearNorms();
    double[] from = new double[points.size()];
    double[] to = new double[points.size()];
    for (int i = 0; i < from.length; i++) {
      from[i] = points.get(i).requireOrig().doubleValue();
      to[i] = points.get(i).requireNorm().doubleValue();
    }
    Line.Outside outside =
        switch (norm.getOutlierTreatment()) {
          case AS_IS -> Line.Outside.EXTENDED;
          case AS_EXTREME_VALUES -> Line.Outside.NEAREST;
          case AS_MISSING_VALUES -> Line.Outside.MISSING;
          default -> throw NotCompiled.of(norm);
        };
    Line line;
    try {
      line = new Line(value.expression(), from, to, outside);
    } catch (IllegalArgumentException e) {
      throw NotCompiled.of(norm, e.getMessage());
    }
    Expression expression = line;
    if (outside == Line.Outside.EXTENDED) {
      // A flat end has no value at infinity; JPMML goes on with NaN, which is no missing value.
      double[] ends = {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
      for (double end : ends) {
        if (Double.isNaN(new Line(Ops.number(end), from, to, outside).value(ends))) {
          expression = Ops.of(BinaryOp.VALID, value.expression(), line);
        }
      }
    }
    double missing =
        norm.getMapMissingTo() == null ? Double.NaN : norm.getMapMissingTo().doubleValue();
    if (!Double.isNaN(missing)) {
      expression =
          Ops.choice(
              Ops.of(UnaryOp.IS_MISSING, value.expression()), Ops.number(missing), expression);
    }
    return Term.number(expression, DataType.DOUBLE);
  }

  private Term bins(Discretize discretize) {
    Term value = field(discretize.requireField());
    requireNumber(value, discretize);
    DataType type = discretize.getDataType(DataType.STRING);
    Codes codes = new Codes(type, discretize);
    double other = codes.of(discretize.getDefaultValue());
    TreeSet<Double> boundaries = new TreeSet<>();
    for (DiscretizeBin bin : discretize.getDiscretizeBins()) {
      Double below = Ranges.below(bin.requireInterval());
      Double last = Ranges.last(bin.requireInterval());
      if (below != null) {
        boundaries.add(below);
      }
      if (last != null) {
        boundaries.add(last);
      }
    }
    double[] ascending = boundaries.stream().mapToDouble(d -> d).toArray();
    double[] values = new double[ascending.length + 1];
    for (int i = 0; i < values.length; i++) {
      double low = i == 0 ? Double.NEGATIVE_INFINITY : ascending[i - 1];
      double high = i == ascending.length ? Double.POSITIVE_INFINITY : ascending[i];
      values[i] = other;
      for (DiscretizeBin bin : discretize.getDiscretizeBins()) {
        Double below = Ranges.below(bin.requireInterval());
        Double last = Ranges.last(bin.requireInterval());
        if ((below == null || (i > 0 && below <= low))
            && (last == null || (i < ascending.length && last >= high))) {
          // JPMML puts one bin after another into a map of ranges: the last one counts.
          values[i] = codes.of(bin.requireBinValue());
        }
      }
    }
    double missing = codes.of(discretize.getMapMissingTo());
    return codes.term(new Bins(value.expression(), ascending, values, missing));
  }

  private Term apply(Apply apply) {
    List<Term> arguments = new ArrayList<>();
    for (org.dmg.pmml.Expression argument : apply.getExpressions()) {
      arguments.add(of(argument));
    }
    DefineFunction defined = scope.document().function(apply.requireFunction());
    Term result =
        defined == null || Functions.known(apply.requireFunction())
            ? Functions.of(apply, arguments)
            : defined(defined, arguments);
    return Functions.defaults(apply, arguments, result);
  }

  private Term defined(DefineFunction function, List<Term> arguments) {
    List<ParameterField> fields = function.getParameterFields();
    if (fields.size() != arguments.size()) {
      throw NotCompiled.of(function, "is called with another number of arguments");
    }
    Map<String, Term> values = new HashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      ParameterField field = fields.get(i);
      values.put(
          field.requireName(),
          Casts.to(field.getDataType(), field.getOpType(), arguments.get(i), field));
    }
    Term result = new Translator(scope, values).of(function.requireExpression());
    return Casts.to(function.getDataType(), function.getOpType(), result, function);
  }

  private static void requireNumber(Term value, org.dmg.pmml.Expression where) {
    if (!value.numeric() && value.type() != DataType.BOOLEAN) {
      throw NotCompiled.of(where, "of a " + value.type().value() + " is not compiled");
    }
  }
}
