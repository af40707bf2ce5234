package io.scorejar.transpiler.repair;

import com.sun.codemodel.JBlock;
import com.sun.codemodel.JDefinedClass;
import com.sun.codemodel.JExpr;
import com.sun.codemodel.JExpression;
import com.sun.codemodel.JInvocation;
import com.sun.codemodel.JMethod;
import com.sun.codemodel.JMod;
import com.sun.codemodel.JStatement;
import com.sun.codemodel.JVar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jpmml.translator.JIfStatement;

/**
 * Moves branches of a tree's method into methods of their own until none is large.
 *
 * <p>Every branch of such a method ends in a return, so the call of what was moved is a return too.
 * A moved branch takes the values that were read before it as parameters: the same code runs in the
 * same order.
 */
final class BranchMover {

  /**
   * In words of source: names, numbers, keywords. A word makes at most 4 bytes of bytecode ({@code
   * x == x}) and mostly 2, so that a method stays below 8000 bytes.
   */
  private static final int LARGE = 2500;

  /** A branch of fewer words is hardly longer than its call. */
  private static final int SMALL = 20;

  /** {@code float x2fp = arguments.x2fp()}. */
  private static final int DECLARATION = 4;

  /** Far below the 255 slots that Java gives to parameters, of which a double takes two. */
  private static final int MOST_PARAMETERS = 100;

  private final JDefinedClass type;
  private final JMethod method;
  private final IdentityHashMap<JBlock, Integer> sizes = new IdentityHashMap<>();
  private int parts;

  BranchMover(JDefinedClass type, JMethod method) {
    this.type = type;
    this.method = method;
  }

  /** Whether something had to be moved. */
  boolean shorten() {
    if (size(method.body()) > LARGE) {
      shorten(method.body(), List.of());
    }
    return parts > 0;
  }

  private void shorten(JBlock block, List<JVar> before) {
    List<JVar> known = new ArrayList<>(before);
    for (Object content : List.copyOf(block.getContents())) {
      if (content instanceof JVar value) {
        known.add(value);
      }
      branches(content).filter(branch -> size(branch) > LARGE).forEach(b -> shorten(b, known));
    }
    while (resize(block) > LARGE) {
      Optional<JBlock> largest =
          block.getContents().stream()
              .flatMap(BranchMover::branches)
              .filter(branch -> size(branch) > SMALL)
              .max(Comparator.comparingInt(this::size));
      if (largest.isEmpty() || !move(largest.get(), known)) {
        return;
      }
    }
  }

  private boolean move(JBlock branch, List<JVar> known) {
    Set<String> words = words(Code.text(branch)).collect(Collectors.toSet());
    List<JVar> read = known.stream().filter(value -> words.contains(value.name())).toList();
    if (read.size() > MOST_PARAMETERS) {
      return false;
    }
    JMethod moved =
        type.method(
            JMod.PRIVATE | JMod.STATIC | JMod.FINAL,
            method.type(),
            method.name() + "Part" + ++parts);
    JVar arguments = method.params().get(0);
    moved.param(arguments.type(), arguments.name());
    JInvocation call = JExpr.invoke(moved).arg(arguments);
    for (JVar value : read) {
      moved.param(value.type(), value.name());
      call.arg(value);
    }
    Code.replace(moved.body(), branch.getContents());
    Code.replace(branch, List.of());
    branch._return(call);
    resize(branch);
    return true;
  }

  private static Stream<JBlock> branches(Object content) {
    if (content instanceof JIfStatement test) {
      return test.hasElse() ? Stream.of(test._then(), test._else()) : Stream.of(test._then());
    }
    return Stream.empty();
  }

  private int size(JBlock block) {
    Integer size = sizes.get(block);
    return size == null ? resize(block) : size;
  }

  private int resize(JBlock block) {
    int size = block.getContents().stream().mapToInt(this::size).sum();
    sizes.put(block, size);
    return size;
  }

  private int size(Object content) {
    if (content instanceof JIfStatement test) {
      JExpression condition = Code.part(test, JIfStatement.class, "expression", JExpression.class);
      int own = (int) words(Code.text(condition)).count();
      return 1 + own + branches(test).mapToInt(this::size).sum();
    }
    return content instanceof JStatement statement
        ? (int) words(Code.text(statement)).count()
        : DECLARATION;
  }

  private static Stream<String> words(String source) {
    return Stream.of(source.split("[^\\w$\\P{ASCII}]+")).filter(word -> !word.isEmpty());
  }
}
