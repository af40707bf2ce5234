package io.scorejar.compiler;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Layer;
import io.scorejar.program.Lookup;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dmg.pmml.MiningFunction;
import org.dmg.pmml.ResultFeature;
import org.dmg.pmml.True;
import org.dmg.pmml.scorecard.Attribute;
import org.dmg.pmml.scorecard.Characteristic;
import org.dmg.pmml.scorecard.Scorecard;
import org.dmg.pmml.tree.BranchNode;
import org.dmg.pmml.tree.LeafNode;
import org.dmg.pmml.tree.Node;
import org.dmg.pmml.tree.TreeModel;

/**
 * {@code Scorecard}: of each characteristic the first attribute whose predicate holds, found by a
 * tree; their scores are added to the initial one in order. A row to which none applies is refused.
 */
final class Scorecards {

  /** As many powers of two have a sum that a double holds exactly. */
  private static final int MOST_ORDERED = 53;

  private final Models models;
  private final Scorecard model;
  private final Scope scope;
  private final Target target;
  private final Reals reals = new Reals(false);
  private final List<Characteristic> characteristics;

  /** The place of the attribute that applies, for each characteristic. */
  private final List<Expression> applying = new ArrayList<>();

  /** The score of that attribute. */
  private final List<Expression> scores = new ArrayList<>();

  Scorecards(Models models, Scorecard model, Scope scope, Target target) {
    this.models = models;
    this.model = model;
    this.scope = scope;
    this.target = target;
    this.characteristics = model.requireCharacteristics().requireCharacteristics();
  }

  Prediction prediction() {
    if (Reals.of(model).floats() || model.requireMiningFunction() != MiningFunction.REGRESSION) {
      throw NotCompiled.of(model, "in float, or of other than a number, is not compiled");
    }
    Forester forester = new Forester(1, false);
    boolean[] none = new boolean[characteristics.size()];
    for (int i = 0; i < none.length; i++) {
      none[i] = grow(forester, i);
    }
    int[] places = scope.frame().newSlots(none.length);
    scope.frame().add(forester, places, 1);
    List<Integer> terms = new ArrayList<>();
    terms.add(scope.frame().slot(Ops.number(model.getInitialScore().doubleValue())));
    for (int i = 0; i < none.length; i++) {
      Expression place = new Slot(places[i]);
      if (none[i]) {
        place = new Slot(scope.frame().slot(Ops.of(UnaryOp.REQUIRED, place)));
      }
      applying.add(place);
      int slot = scope.frame().slot(score(characteristics.get(i), place));
      scores.add(new Slot(slot));
      terms.add(slot);
    }
    int[] slots = terms.stream().mapToInt(slot -> slot).toArray();
    Expression sum = new Slot(Sums.of(scope.frame(), reals, slots));
    Prediction prediction =
        new Prediction(target, Rescaling.of(target, sum, reals), null).mayBeMissing(false);
    return wantsReasons() ? prediction.reasons(reasons()) : prediction;
  }

  /**
   * Adds a tree of one characteristic, whose leaves are the places of the attributes.
   *
   * @return whether there may be none
   */
  private boolean grow(Forester forester, int index) {
    List<Attribute> attributes = characteristics.get(index).requireAttributes();
    List<Node> leaves = new ArrayList<>();
    for (Attribute attribute : attributes) {
      leaves.add(new LeafNode(null, attribute.requirePredicate()));
    }
    Node root = new BranchNode(null, True.INSTANCE);
    root.addNodes(leaves.toArray(Node[]::new));
    TreeModel tree =
        new TreeModel(MiningFunction.REGRESSION, model.requireMiningSchema(), root)
            .setMissingValueStrategy(TreeModel.MissingValueStrategy.NONE)
            .setNoTrueChildStrategy(TreeModel.NoTrueChildStrategy.RETURN_NULL_PREDICTION);
    boolean[] none = {false};
    Predicates predicates = new Predicates(scope, models.folding());
    TreeGrower grower =
        new TreeGrower(
            Route.through(tree, predicates, null, predicates),
            end -> {
              int place = end.kind() == Place.Kind.NODE ? leaves.indexOf(end.node()) : -1;
              none[0] |= place < 0;
              return forester.row(place < 0 ? Double.NaN : place);
            });
    forester.add(grower.grown(), index);
    return none[0];
  }

  private Expression score(Characteristic characteristic, Expression place) {
    List<Attribute> attributes = characteristic.requireAttributes();
    double[] table = new double[attributes.size()];
    boolean constant = true;
    for (int i = 0; i < table.length; i++) {
      boolean complex = attributes.get(i).getComplexPartialScore() != null;
      constant &= !complex;
      table[i] = complex ? 0 : attributes.get(i).requirePartialScore().doubleValue() + 0.0;
    }
    Expression score = new Lookup(place, table, Double.NaN, Double.NaN);
    for (int i = 0; i < table.length && !constant; i++) {
      Attribute attribute = attributes.get(i);
      if (attribute.getComplexPartialScore() != null) {
        Term complex =
            new Translator(scope).of(attribute.getComplexPartialScore().requireExpression());
        if (complex.text()) {
          throw NotCompiled.of(attribute.getComplexPartialScore(), "is no number");
        }
        score =
            Ops.choice(Ops.equal(place, i), Ops.of(UnaryOp.REQUIRED, complex.expression()), score);
      }
    }
    return score;
  }

  private boolean wantsReasons() {
    return model.isUseReasonCodes()
        && model.getOutput() != null
        && model.getOutput().getOutputFields().stream()
            .anyMatch(field -> field.getResultFeature() == ResultFeature.REASON_CODE);
  }

  private static String code(Characteristic characteristic, Attribute attribute) {
    String code =
        attribute.getReasonCode() == null
            ? characteristic.getReasonCode()
            : attribute.getReasonCode();
    if (code == null) {
      throw NotCompiled.of(attribute, "has no reason code");
    }
    return code;
  }

  private ReasonCodes reasons() {
    Set<String> all = new LinkedHashSet<>();
    boolean always = true;
    for (Characteristic characteristic : characteristics) {
      Set<String> own = new LinkedHashSet<>();
      characteristic.requireAttributes().forEach(a -> own.add(code(characteristic, a)));
      always &= own.size() == 1;
      all.addAll(own);
    }
    if (!always && characteristics.size() > MOST_ORDERED) {
      throw NotCompiled.of(model, "reason codes of so many characteristics are not compiled");
    }
    List<String> codes = List.copyOf(all);
    int[] points = new int[codes.size()];
    int[] orders = new int[always ? 0 : points.length];
    List<Expression> differences = differences();
    for (int i = 0; i < points.length; i++) {
      points[i] = points(codes.get(i), differences);
      if (!always) {
        orders[i] = order(codes.get(i));
      }
    }
    return new ReasonCodes(codes, points, orders);
  }

  /** By how much each characteristic's score lies above its baseline, or below it. */
  private List<Expression> differences() {
    boolean above = model.getReasonCodeAlgorithm() == Scorecard.ReasonCodeAlgorithm.POINTS_ABOVE;
    List<Expression> differences = new ArrayList<>();
    for (int i = 0; i < characteristics.size(); i++) {
      Number own = characteristics.get(i).getBaselineScore();
      Number baseline = own == null ? model.getBaselineScore() : own;
      if (baseline == null) {
        throw NotCompiled.of(characteristics.get(i), "has no baseline score");
      }
      Expression score = scores.get(i);
      Expression base = Ops.number(baseline.doubleValue());
      Expression difference =
          above ? Ops.of(BinaryOp.SUBTRACT, score, base) : Ops.of(BinaryOp.SUBTRACT, base, score);
      differences.add(new Slot(scope.frame().slot(difference)));
    }
    return differences;
  }

  /** For each attribute of a characteristic, whether it has this code. */
  private static double[] having(Characteristic characteristic, String code) {
    return characteristic.requireAttributes().stream()
        .mapToDouble(attribute -> code(characteristic, attribute).equals(code) ? 1 : 0)
        .toArray();
  }

  /** The slot of the points of a code: the differences of the attributes that have it. */
  private int points(String code, List<Expression> differences) {
    List<Integer> slots = new ArrayList<>();
    for (int i = 0; i < differences.size(); i++) {
      double[] having = having(characteristics.get(i), code);
      Expression added = differences.get(i);
      if (Arrays.stream(having).anyMatch(h -> h == 0)) {
        Expression has = new Lookup(applying.get(i), having, 0, 0);
        added = Ops.choice(has, added, Ops.number(0));
      }
      if (Arrays.stream(having).anyMatch(h -> h == 1)) {
        slots.add(scope.frame().slot(added));
      }
    }
    return Sums.of(scope.frame(), reals, slots.stream().mapToInt(slot -> slot).toArray());
  }

  /** The slot of a sum of powers of two: the earlier a code comes on a row, the larger it is. */
  private int order(String code) {
    int[] slots = new int[characteristics.size()];
    double[] weights = new double[slots.length];
    for (int i = 0; i < slots.length; i++) {
      double[] having = having(characteristics.get(i), code);
      slots[i] = scope.frame().slot(new Lookup(applying.get(i), having, 0, 0));
      weights[i] = Math.scalb(1.0, -i);
    }
    int sum = scope.frame().newSlot();
    scope.frame().add(new Layer(slots, weights, new double[] {0}, false, new int[] {sum}));
    return sum;
  }
}
