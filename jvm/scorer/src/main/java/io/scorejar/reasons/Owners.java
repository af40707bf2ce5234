package io.scorejar.reasons;

import io.scorejar.BadModelException;
import io.scorejar.program.Assign;
import io.scorejar.program.Cover;
import io.scorejar.program.Forest;
import io.scorejar.program.Program;
import io.scorejar.program.Step;
import io.scorejar.program.Tree;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * To which column of the user a value belongs: the one that it is made of. What is made of several
 * belongs to a place of its own behind the columns, named after them.
 */
final class Owners {

  private final Program program;
  private final Forms forms;
  private final List<String> inputs;
  private final List<BitSet> joint = new ArrayList<>();

  /**
   * @param inputs the names of the columns
   */
  Owners(Program program, Forms forms, List<String> inputs) {
    this.program = program;
    this.forms = forms;
    this.inputs = List.copyOf(inputs);
  }

  /** The names of all places: columns, then what is made of several. */
  List<String> names() {
    List<String> names = new ArrayList<>(inputs);
    joint.forEach(set -> names.add(name(set)));
    return List.copyOf(names);
  }

  private String name(BitSet set) {
    return set.stream().mapToObj(inputs::get).collect(Collectors.joining(" & "));
  }

  /** The inputs that a slot is made of. */
  BitSet inputs(int slot) {
    BitSet found = new BitSet();
    gather(slot, new BitSet(), found);
    return found;
  }

  private void gather(int slot, BitSet seen, BitSet found) {
    if (seen.get(slot)) {
      return;
    }
    seen.set(slot);
    Step step = forms.writer(slot);
    if (step == null) {
      found.set(slot);
    } else if (step instanceof Forest forest) {
      read(forest, slot).stream().forEach(read -> gather(read, seen, found));
    } else {
      step.reads(read -> gather(read, seen, found));
    }
  }

  /** The slots that the trees of one sum read. */
  private static BitSet read(Forest forest, int slot) {
    BitSet read = new BitSet();
    for (Tree tree : forest.trees()) {
      for (int place = 0; place < forest.width(); place++) {
        if (forest.target(tree.sum() + place) == slot) {
          for (int node = 0; node < tree.nodes(); node++) {
            read.set(forest.columns().get(tree.column(node)).slot());
          }
        }
      }
    }
    return read;
  }

  /** The place of a term: a slot that a linear model reads. */
  int ofTerm(int slot) {
    BitSet made = new BitSet();
    made.set(slot);
    return place(made);
  }

  /** The place of each feature of a forest. */
  int[] ofFeatures(Forest forest, Cover cover) {
    List<BitSet> read = new ArrayList<>();
    for (int feature = 0; feature < cover.features(); feature++) {
      read.add(new BitSet());
    }
    for (int number = 0; number < forest.trees().size(); number++) {
      Tree tree = forest.trees().get(number);
      for (int node = 0; node < tree.nodes(); node++) {
        int slot = forest.columns().get(tree.column(node)).slot();
        read.get(cover.feature(number, node)).set(slot);
      }
    }
    return read.stream().mapToInt(this::place).toArray();
  }

  private int place(BitSet slots) {
    BitSet made = new BitSet();
    slots.stream().forEach(slot -> made.or(inputs(slot)));
    if (made.cardinality() <= 1) {
      return Math.max(0, made.nextSetBit(0));
    }
    if (slots.stream().anyMatch(slot -> ofModel(slot, new BitSet()))) {
      throw new BadModelException(
          "reasons: expected a sum of trees or of terms, each of a column, got a model of what"
              + " another model makes of "
              + name(made));
    }
    if (!joint.contains(made)) {
      joint.add(made);
    }
    return program.inputs() + joint.indexOf(made);
  }

  /** Whether something else than arithmetic stands between the inputs and a slot. */
  private boolean ofModel(int slot, BitSet seen) {
    Step step = forms.writer(slot);
    if (seen.get(slot) || step == null) {
      return false;
    }
    seen.set(slot);
    if (!(step instanceof Assign)) {
      return true;
    }
    boolean[] found = {false};
    step.reads(read -> found[0] |= ofModel(read, seen));
    return found[0];
  }
}
