package io.scorejar.compiler;

import io.scorejar.program.Best;
import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Slot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.PMMLObject;

/**
 * Votes for categories. The category with the most wins; of equal ones, the one that got its first
 * vote before the others, since JPMML keeps categories in the order in which votes come.
 */
final class Ballot {

  /** More votes than this would nest too deep. */
  private static final int MOST_VOTES = 128;

  private final Frame frame;
  private final List<Object> categories;

  /** By category, then by voter: 1 for a vote, 0 for none; NaN where a voter is missing. */
  private final List<List<Expression>> votes = new ArrayList<>();

  Ballot(Frame frame, List<Object> categories) {
    this.frame = frame;
    this.categories = List.copyOf(categories);
    categories.forEach(category -> votes.add(new ArrayList<>()));
  }

  /** Adds one voter. */
  void add(Map<Object, Expression> byCategory, PMMLObject where) {
    for (int i = 0; i < categories.size(); i++) {
      Expression vote = byCategory.getOrDefault(categories.get(i), Ops.number(0));
      votes.get(i).add(new Slot(frame.slot(vote)));
    }
    if (votes.get(0).size() > MOST_VOTES) {
      throw NotCompiled.of(where, "more than " + MOST_VOTES + " votes are not compiled");
    }
  }

  /** The place of the winner among the categories; missing where a voter is. */
  Expression winner() {
    int[] ranks = new int[categories.size()];
    for (int i = 0; i < ranks.length; i++) {
      Expression first = Ops.number(MOST_VOTES);
      for (int voter = votes.get(i).size() - 1; voter >= 0; voter--) {
        first = Ops.choice(votes.get(i).get(voter), Ops.number(voter), first);
      }
      Expression count = Ops.of(BinaryOp.MULTIPLY, new Slot(count(i)), Ops.number(2 * MOST_VOTES));
      ranks[i] = frame.slot(Ops.of(BinaryOp.SUBTRACT, count, new Slot(frame.slot(first))));
    }
    int best = frame.newSlot();
    frame.add(new Best(ranks, false, best));
    List<Expression> all = new ArrayList<>();
    for (int rank : ranks) {
      all.add(new Slot(rank));
    }
    return Ops.choice(Ensembles.anyMissing(all), Ops.MISSING, new Slot(best));
  }

  /** The share of the votes that each category has. */
  Map<Object, Expression> shares() {
    Map<Object, Expression> shares = new LinkedHashMap<>();
    Expression all = Ops.number(votes.get(0).size());
    for (int i = 0; i < categories.size(); i++) {
      shares.put(categories.get(i), Ops.of(BinaryOp.DIVIDE, new Slot(count(i)), all));
    }
    return shares;
  }

  private int count(int category) {
    int[] slots = votes.get(category).stream().mapToInt(vote -> ((Slot) vote).slot()).toArray();
    return counts.computeIfAbsent(category, key -> Sums.of(frame, new Reals(false), slots));
  }

  private final Map<Integer, Integer> counts = new LinkedHashMap<>();
}
