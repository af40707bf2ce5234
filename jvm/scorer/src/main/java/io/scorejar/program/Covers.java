package io.scorejar.program;

import io.scorejar.BadModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The covers of a program's forests as bytes: {@code META-INF/scorejar/covers.bin} in a jar, an
 * entry of its own because scoring does not read it. {@code docs/jar.md} describes them.
 */
public final class Covers {

  /** Where a jar has them, if it has any. */
  public static final String ENTRY = "META-INF/scorejar/covers.bin";

  /** The version of the form that is written and read. */
  public static final int FORMAT = 1;

  private static final int[] MAGIC = {'S', 'J', 'C', 'V'};

  private Covers() {}

  /** The forests of a program, in the order of its steps. */
  public static List<Forest> forests(Program program) {
    return program.steps().stream()
        .filter(Forest.class::isInstance)
        .map(Forest.class::cast)
        .toList();
  }

  /**
   * The bytes of covers.
   *
   * @param covers one for each forest of the program, empty where it has none
   */
  public static byte[] write(Program program, List<Optional<Cover>> covers) {
    List<Forest> forests = forests(program);
    Encoder out = new Encoder();
    for (int octet : MAGIC) {
      out.octet(octet);
    }
    out.octet(FORMAT);
    out.count(forests.size());
    for (int i = 0; i < forests.size(); i++) {
      out.flag(covers.get(i).isPresent());
      if (covers.get(i).isPresent()) {
        write(out, forests.get(i), covers.get(i).get());
      }
    }
    return out.bytes();
  }

  private static void write(Encoder out, Forest forest, Cover cover) {
    boolean whole = whole(forest, cover);
    out.flag(whole);
    List<int[]> orders = forest.trees().stream().map(Covers::order).toList();
    for (int tree = 0; tree < orders.size(); tree++) {
      for (int place : orders.get(tree)) {
        double records = place >= 0 ? 0 : cover.records(tree, ~place);
        if (place < 0 && whole) {
          out.count((int) records);
        } else if (place < 0) {
          out.number(records);
        }
      }
    }
    List<List<Integer>> asked = asked(forest, cover);
    for (List<Integer> features : asked) {
      out.counts(features.stream().mapToInt(feature -> feature).toArray());
    }
    for (int tree = 0; tree < orders.size(); tree++) {
      for (int place : orders.get(tree)) {
        List<Integer> features =
            place < 0 ? List.of() : asked.get(forest.trees().get(tree).column(place));
        if (features.size() > 1) {
          out.count(features.indexOf(cover.feature(tree, place)));
        }
      }
    }
  }

  /**
   * Nodes, and {@code ~leaf} for leaves, in pre-order: so they are numbered in a tree that was read
   * from its binary form.
   */
  private static int[] order(Tree tree) {
    int[] order = new int[tree.nodes() + tree.leaves()];
    int[] stack = new int[tree.nodes() + 2];
    int depth = 0;
    int count = 0;
    stack[depth++] = tree.nodes() == 0 ? ~0 : 0;
    while (depth > 0) {
      int place = stack[--depth];
      order[count++] = place;
      if (place >= 0) {
        stack[depth++] = tree.right(place);
        stack[depth++] = tree.left(place);
      }
    }
    return order;
  }

  private static boolean whole(Forest forest, Cover cover) {
    for (int tree = 0; tree < forest.trees().size(); tree++) {
      for (int leaf = 0; leaf < forest.trees().get(tree).leaves(); leaf++) {
        double records = cover.records(tree, leaf);
        if (records != (int) records) {
          return false;
        }
      }
    }
    return true;
  }

  /** The features that nodes of each column ask for, ascending. */
  private static List<List<Integer>> asked(Forest forest, Cover cover) {
    List<TreeSet<Integer>> asked = new ArrayList<>();
    forest.columns().forEach(column -> asked.add(new TreeSet<>()));
    for (int tree = 0; tree < forest.trees().size(); tree++) {
      Tree grown = forest.trees().get(tree);
      for (int node = 0; node < grown.nodes(); node++) {
        asked.get(grown.column(node)).add(cover.feature(tree, node));
      }
    }
    return asked.stream().<List<Integer>>map(ArrayList::new).toList();
  }

  /**
   * Reads what {@link #write} makes.
   *
   * @param program as it was read from its own bytes, which number the nodes of its trees
   * @return one cover for each forest of the program, empty where there is none
   * @throws BadModelException if the bytes are no covers of these forests
   */
  public static List<Optional<Cover>> read(byte[] bytes, Program program) {
    Decoder in = new Decoder("covers.bin", bytes);
    for (int octet : MAGIC) {
      if (in.octet() != octet) {
        throw in.wrong("the bytes SJCV", "others");
      }
    }
    int format = in.octet();
    if (format != FORMAT) {
      throw in.wrong("format " + FORMAT + " (a newer Scorejar wrote it?)", format);
    }
    List<Forest> forests = forests(program);
    int count = in.below("forests", Program.MOST_SLOTS);
    if (count != forests.size()) {
      throw in.wrong(forests.size() + " forests", count);
    }
    List<Optional<Cover>> covers = new ArrayList<>();
    for (Forest forest : forests) {
      covers.add(in.flag() ? Optional.of(read(in, forest)) : Optional.empty());
    }
    if (in.left() > 0) {
      throw in.wrong("the end", in.left() + " bytes more");
    }
    return covers;
  }

  private static Cover read(Decoder in, Forest forest) {
    boolean whole = in.flag();
    int trees = forest.trees().size();
    double[][] leaves = new double[trees][];
    for (int tree = 0; tree < trees; tree++) {
      leaves[tree] = new double[forest.trees().get(tree).leaves()];
      for (int leaf = 0; leaf < leaves[tree].length; leaf++) {
        leaves[tree][leaf] = whole ? in.below("records", Integer.MAX_VALUE) : in.number();
      }
    }
    List<int[]> asked = new ArrayList<>();
    for (int column = 0; column < forest.columns().size(); column++) {
      asked.add(in.counts("a feature", Program.MOST_SLOTS));
    }
    int[][] features = new int[trees][];
    for (int tree = 0; tree < trees; tree++) {
      Tree grown = forest.trees().get(tree);
      features[tree] = new int[grown.nodes()];
      for (int node = 0; node < features[tree].length; node++) {
        int[] some = asked.get(grown.column(node));
        int place = some.length == 1 ? 0 : in.below("a feature's place", some.length);
        features[tree][node] = some[place];
      }
    }
    try {
      return new Cover(forest, leaves, features);
    } catch (IllegalArgumentException e) {
      throw in.wrong("a cover", e.getMessage());
    }
  }
}
