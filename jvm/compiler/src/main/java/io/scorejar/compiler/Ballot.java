package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Constant;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.PMMLObject;

/**
 * Votes for categories. The category with the largest share wins; of equal ones, the one that got
 * its first vote before the others, since JPMML keeps categories in the order in which votes come.
 */
final class Ballot {

  /** Beyond this the steps of a ballot take longer than other engines. */
  private static final int MOST_VOTES = 4096;

  private final Frame frame;
  private final Reals reals;
  private final Rules rules;
  private final List<Object> categories;

  /** By category, then by voter: whether the voter votes for it; never missing. */
  private final List<List<Expression>> votes = new ArrayList<>();

  /** By voter. */
  private final List<Expression> active = new ArrayList<>();

  private final List<Expression> lost = new ArrayList<>();
  private final List<Double> factors = new ArrayList<>();
  private final List<Double> weights = new ArrayList<>();

  private List<Expression> shares;

  /**
   * What becomes of voters that have no prediction, where it does not undo the whole.
   *
   * @param allOrNothing whether one is enough for there to be no answer
   * @param skip whether they are left out; otherwise they vote for no answer
   * @param threshold the share of weights beyond which there is no answer
   */
  record Rules(boolean allOrNothing, boolean skip, double threshold) {}

  /**
   * Votes that all count the same.
   *
   * @param categories in the order in which they are told
   */
  Ballot(Frame frame, List<Object> categories) {
    this(frame, new Reals(false), new Rules(true, false, 0), categories);
  }

  Ballot(Frame frame, Reals reals, Rules rules, List<Object> categories) {
    this.frame = frame;
    this.reals = reals;
    this.rules = rules;
    this.categories = List.copyOf(categories);
    categories.forEach(category -> votes.add(new ArrayList<>()));
  }

  /**
   * Adds one voter that always takes part, and counts once; it has no answer where a vote is NaN.
   */
  void add(Map<Object, Expression> byCategory, PMMLObject where) {
    List<Expression> all = new ArrayList<>(byCategory.values());
    add(byCategory, Ops.truth(true), Ensembles.anyMissing(all), 1, 1, where);
  }

  /**
   * Adds one voter.
   *
   * @param active whether it takes part
   * @param none whether it has no prediction, where it takes part
   * @param factor how often it counts
   * @param weight what it weighs among those that have no prediction
   */
  void add(
      Map<Object, Expression> byCategory,
      Expression active,
      Expression none,
      double factor,
      double weight,
      PMMLObject where) {
    for (int i = 0; i < categories.size(); i++) {
      Expression vote = byCategory.getOrDefault(categories.get(i), Ops.truth(false));
      Expression cast = Ops.choice(none, Ops.truth(false), vote);
      votes.get(i).add(slot(Ops.choice(active, cast, Ops.truth(false))));
    }
    this.active.add(active);
    lost.add(slot(Ops.choice(active, none, Ops.truth(false))));
    factors.add(factor);
    weights.add(weight);
    if (lost.size() > MOST_VOTES) {
      throw NotCompiled.of(where, "more than " + MOST_VOTES + " votes are not compiled");
    }
  }

  /** The share of the votes that each category has; missing where there is no answer. */
  Map<Object, Expression> shares() {
    Map<Object, Expression> byCategory = new LinkedHashMap<>();
    for (int i = 0; i < categories.size(); i++) {
      byCategory.put(categories.get(i), worked().get(i));
    }
    return byCategory;
  }

  private List<Expression> worked() {
    if (shares == null) {
      List<Expression> counts = votes.stream().map(voters -> weighed(voters, factors)).toList();
      Expression none = slot(noAnswer(counts));
      // Where nobody voted, there is nothing to share.
      Expression total = total(counts);
      Expression voted = Ops.choice(Ops.equal(total, 0), Ops.REFUSED, total);
      Expression divisor = slot(Ops.choice(none, Ops.MISSING, voted));
      shares = counts.stream().map(count -> slot(reals.divide(count, divisor))).toList();
    }
    return shares;
  }

  /** The place of the winner among the categories; missing where there is no answer. */
  Expression winner() {
    Expression most = largest(worked());
    int[] ranks = new int[categories.size()];
    for (int i = 0; i < ranks.length; i++) {
      Expression wins = Ops.of(BinaryOp.EQUAL, worked().get(i), most);
      ranks[i] = frame.slot(Ops.choice(wins, first(i), Ops.number(Double.MAX_VALUE)));
    }
    int best = frame.newSlot();
    frame.add(new Best(ranks, true, best));
    return Ops.choice(Ensembles.anyMissing(List.of(most)), Ops.MISSING, new Slot(best));
  }

  /** The first voter for a category. */
  private Expression first(int category) {
    Expression first = Ops.number(MOST_VOTES);
    List<Expression> voters = votes.get(category);
    for (int voter = voters.size() - 1; voter >= 0; voter--) {
      first = slot(Ops.choice(voters.get(voter), Ops.number(voter), first));
    }
    return first;
  }

  /**
   * The sum of all counts. JPMML adds them in the order of the first votes, which matters where
   * weights are rounded; every voter that is the first of its category adds its count.
   */
  private Expression total(List<Expression> counts) {
    boolean whole = factors.stream().allMatch(factor -> factor == 1);
    if (whole || categories.size() < 3) {
      return sum(counts);
    }
    List<Expression> firsts = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      firsts.add(first(i));
    }
    List<Expression> added = new ArrayList<>();
    for (int voter = 0; voter < lost.size(); voter++) {
      Expression add = Ops.number(0);
      for (int i = 0; i < categories.size(); i++) {
        add = slot(Ops.choice(Ops.equal(firsts.get(i), voter), counts.get(i), add));
      }
      added.add(add);
    }
    return sum(added);
  }

  private Expression noAnswer(List<Expression> counts) {
    if (constant(active) && constant(lost)) {
      return Ops.truth(false);
    }
    Expression present = sum(active);
    Expression none = Ops.equal(present, 0);
    if (rules.allOrNothing()) {
      return Ops.of(BinaryOp.OR, none, Ops.of(BinaryOp.LESS, Ops.number(0), sum(lost)));
    }
    Expression all = weighed(active, weights);
    Expression share = Ops.of(BinaryOp.DIVIDE, weighed(lost, weights), all);
    Expression beyond = Ops.of(BinaryOp.LESS, Ops.number(rules.threshold()), share);
    none = Ops.of(BinaryOp.OR, none, Ops.orElse(beyond, 0));
    if (rules.skip()) {
      return none;
    }
    // Votes for no category win where they are more than those for any.
    Expression most = largest(counts);
    Expression any = Ops.of(BinaryOp.LESS, sum(lost), present);
    Expression lostMost = Ops.of(BinaryOp.LESS, most, weighed(lost, factors));
    return Ops.of(BinaryOp.OR, none, Ops.of(BinaryOp.AND, any, lostMost));
  }

  /** The sum of the weights of those for whom a truth holds. */
  private Expression weighed(List<Expression> truths, List<Double> by) {
    List<Expression> added = new ArrayList<>();
    for (int i = 0; i < truths.size(); i++) {
      added.add(
          by.get(i) == 1
              ? truths.get(i)
              : Ops.choice(truths.get(i), Ops.number(by.get(i)), Ops.number(0)));
    }
    return sum(added);
  }

  /** Whether all voters take part, or have a prediction, on every row. */
  private static boolean constant(List<Expression> truths) {
    return truths.stream().allMatch(Constant.class::isInstance);
  }

  private Expression largest(List<Expression> values) {
    Expression largest = values.get(0);
    for (Expression value : values) {
      largest = slot(Ops.of(BinaryOp.GREATEST, largest, value));
    }
    return largest;
  }

  private Expression sum(List<Expression> values) {
    return Sums.of(frame, reals, values);
  }

  private Expression slot(Expression expression) {
    return expression instanceof Constant ? expression : new Slot(frame.slot(expression));
  }
}
