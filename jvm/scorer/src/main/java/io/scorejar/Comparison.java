package io.scorejar;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The state of one check: {@link Check} says what is right. */
final class Comparison {

  private final Evidence expected;
  private final Agreement agreement;
  private final int[] judged;
  private final Map<String, Ulps> ulps = new LinkedHashMap<>();
  private final Map<String, Integer> stricter = new LinkedHashMap<>();
  private final List<Check.Wrong> wrong = new ArrayList<>();
  private double maxDifference;
  private long maxUlps;

  Comparison(Evidence expected, Agreement agreement) {
    this.expected = expected;
    this.agreement = agreement;
    List<Output> outputs = expected.schema().outputs();
    this.judged = expected.judged().stream().mapToInt(outputs::indexOf).toArray();
    expected.judged().forEach(output -> ulps.put(output.name(), new Ulps()));
  }

  Check check(String engine, Replies replies) {
    int refusals = 0;
    for (int row = 0; row < expected.size(); row++) {
      refusals += expected.answers().get(row) == null ? 1 : 0;
      Check.Wrong found = compared(row, replies.of(row));
      if (found != null) {
        wrong.add(found);
      }
    }
    return new Check(
        engine, expected.size(), wrong, refusals, stricter, maxDifference, maxUlps, ulps);
  }

  /** What is wrong with a row; null where nothing is. */
  private Check.Wrong compared(int row, List<Replies.Reply> forms) {
    List<Object> wanted = expected.answers().get(row);
    if (lacking(wanted)) {
      return first(forms.stream().map(reply -> unanswered(row, wanted, reply)).toList());
    }
    Input refusing = null;
    List<Check.Wrong> found = new ArrayList<>();
    for (Replies.Reply reply : forms) {
      if (reply.error() == null) {
        found.add(different(row, wanted, reply.answer()));
      } else {
        refusing = reply.error() instanceof InvalidRowException ? expected.refusing(row) : null;
        found.add(refusing == null ? failed(row, reply.error()) : null);
      }
    }
    if (refusing != null) {
      stricter.merge(refusing.name(), 1, Integer::sum);
    } else if (forms.stream().allMatch(reply -> reply.error() == null)) {
      measure(wanted, forms);
    }
    return first(found);
  }

  private static Check.Wrong first(List<Check.Wrong> found) {
    return found.stream().filter(Objects::nonNull).findFirst().orElse(null);
  }

  /** Whether the judge refused the row, or has no number where one is due. */
  private boolean lacking(List<Object> wanted) {
    if (wanted == null) {
      return true;
    }
    for (int i = 0; i < judged.length; i++) {
      Type type = expected.judged().get(i).type();
      if (wanted.get(i) == null && (type == Type.DOUBLE || type == Type.FLOAT)) {
        return true;
      }
    }
    return false;
  }

  private Check.Wrong unanswered(int row, List<Object> wanted, Replies.Reply reply) {
    if (reply.error() != null
        || (wanted != null && different(row, wanted, reply.answer()) == null)) {
      return null;
    }
    for (int i = 0; i < judged.length; i++) {
      Object got = reply.answer().get(judged[i]);
      if (got != null) {
        String said = expected.notes().refusals().get(row);
        String why = said == null ? "" : " (the judge: " + said + ")";
        Output output = expected.judged().get(i);
        return wrong(row, output, null, got, "expected no answer" + why + ", got " + shown(got));
      }
    }
    return null;
  }

  private Check.Wrong failed(int row, ScorejarException error) {
    String sentence = "expected an answer, got an error: " + error.getMessage();
    return new Check.Wrong(row, null, null, null, "row " + row + ": " + sentence);
  }

  private Check.Wrong different(int row, List<Object> wanted, List<Object> answer) {
    for (int i = 0; i < judged.length; i++) {
      Object got = answer.get(judged[i]);
      if (!agreement.agree(wanted.get(i), got)) {
        Output output = expected.judged().get(i);
        String sentence = "expected " + shown(wanted.get(i)) + ", got " + shown(got);
        return wrong(row, output, wanted.get(i), got, sentence);
      }
    }
    return null;
  }

  private static Check.Wrong wrong(
      int row, Output output, Object wanted, Object got, String sentence) {
    String told = "row " + row + ": " + output.name() + ": " + sentence;
    return new Check.Wrong(row, output, wanted, got, told);
  }

  private static String shown(Object value) {
    return Values.shown(value);
  }

  /** Counts how far the row's answers are off, each output once: by the form that is worst. */
  private void measure(List<Object> wanted, List<Replies.Reply> forms) {
    for (int i = 0; i < judged.length; i++) {
      long most = 0;
      for (Replies.Reply reply : forms) {
        Object got = reply.answer().get(judged[i]);
        most = Math.max(most, Agreement.ulps(wanted.get(i), got));
        maxDifference = Math.max(maxDifference, Agreement.difference(wanted.get(i), got));
      }
      maxUlps = Math.max(maxUlps, most);
      ulps.get(expected.judged().get(i).name()).add(most);
    }
  }
}
