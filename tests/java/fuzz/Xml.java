package io.scorejar.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes of a PMML text that leave most of it well-formed: tags, subtrees, attributes, cycles. */
public final class Xml {

  private static final Pattern TOKEN = Pattern.compile("<[^>]*>|[^<]+");
  private static final Pattern ATTRIBUTE = Pattern.compile("\\s([\\w-]+)=\"([^\"]*)\"");

  private static final String[] ODD = {
    "",
    " ",
    "0",
    "-1",
    "1",
    "2",
    "1e999",
    "-0.0",
    "NaN",
    "INF",
    "2147483648",
    "99999999999999999999",
    "true",
    "x",
    "y",
    "string",
    "double",
    "integer",
    "float",
    "categorical",
    "continuous",
    "ordinal",
    "boolean",
    "sum",
    "average",
    "max",
    "median",
    "modelChain",
    "selectFirst",
    "majorityVote",
    "lastPrediction",
    "defaultChild",
    "nullPrediction",
    "weightedConfidence",
    "aggregateNodes",
    "returnLastPrediction",
    "asIs",
    "returnInvalid",
    "softmax",
    "logit",
    "classification",
    "regression",
    "equal",
    "lessThan",
    "isIn",
    "xor",
    "surrogate",
    "&#0;",
    "&x;",
    "\u00e9"
  };

  private final String text;
  private final Random random;
  private final List<String> tokens = new ArrayList<>();

  public Xml(byte[] document, Random random) {
    this.text = new String(document, StandardCharsets.UTF_8);
    this.random = random;
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      tokens.add(matcher.group());
    }
  }

  /** The document with one to three changes. */
  public byte[] changed() {
    for (int i = 1 + random.nextInt(3); i > 0 && tokens.size() > 4; i--) {
      change();
    }
    return String.join("", tokens).getBytes(StandardCharsets.UTF_8);
  }

  private void change() {
    int at = tag();
    int end = end(at);
    switch (random.nextInt(22)) {
      case 0, 1, 2, 3, 4 -> attribute(at, ODD[random.nextInt(ODD.length)]);
      case 5, 6, 7, 8 -> attribute(at, value(tag()));
      case 9, 10 -> attribute(at, null);
      case 11, 12 -> tokens.subList(at, end).clear();
      case 13 -> tokens.addAll(end, List.copyOf(tokens.subList(at, end)));
      case 14, 15 -> {
        int other = tag();
        List<String> taken = List.copyOf(tokens.subList(other, end(other)));
        tokens.subList(at, end).clear();
        tokens.addAll(at, taken);
      }
      case 16 -> nest(at, end);
      case 17 -> swap(at);
      case 18 -> text();
      case 19 -> cycle();
      case 20 -> functions();
      default -> prolog();
    }
  }

  /** The place of some tag that begins or is an element, the root and all before it left out. */
  private int tag() {
    for (int tries = 0; tries < 50; tries++) {
      int at = 2 + random.nextInt(tokens.size() - 2);
      String token = tokens.get(at);
      if (token.length() > 2 && token.charAt(0) == '<' && Character.isLetter(token.charAt(1))) {
        return at;
      }
    }
    return tokens.size() - 1;
  }

  /** Behind the end of an element. */
  private int end(int at) {
    int depth = 0;
    for (int i = at; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.startsWith("</")) {
        depth--;
      } else if (token.startsWith("<") && !token.endsWith("/>")) {
        depth++;
      }
      if (depth <= 0 && token.startsWith("<")) {
        return i + 1;
      }
    }
    return tokens.size();
  }

  private List<int[]> attributes(String token) {
    List<int[]> found = new ArrayList<>();
    Matcher matcher = ATTRIBUTE.matcher(token);
    while (matcher.find()) {
      found.add(new int[] {matcher.start(), matcher.start(2), matcher.end(2)});
    }
    return found;
  }

  private void attribute(int at, String value) {
    String token = tokens.get(at);
    List<int[]> found = attributes(token);
    if (!found.isEmpty()) {
      int[] one = found.get(random.nextInt(found.size()));
      tokens.set(
          at,
          value == null
              ? token.substring(0, one[0]) + token.substring(one[2] + 1)
              : token.substring(0, one[1]) + value + token.substring(one[2]));
    }
  }

  private String value(int at) {
    String token = tokens.get(at);
    List<int[]> found = attributes(token);
    if (found.isEmpty()) {
      return "";
    }
    int[] one = found.get(random.nextInt(found.size()));
    return token.substring(one[1], one[2]);
  }

  private void nest(int at, int end) {
    String open = tokens.get(at);
    if (open.endsWith("/>")) {
      return;
    }
    int times = random.nextInt(3) == 0 ? 5_000 : 1 + random.nextInt(900);
    String close = tokens.get(end - 1);
    tokens.add(end, close.repeat(times));
    tokens.add(at, open.repeat(times));
  }

  /** The name of an element is that of another. */
  private void swap(int at) {
    String other = name(tokens.get(tag()));
    String mine = name(tokens.get(at));
    int last = end(at) - 1;
    tokens.set(
        at, tokens.get(at).replaceFirst(Pattern.quote(mine), Matcher.quoteReplacement(other)));
    if (last > at) {
      tokens.set(last, "</" + other + ">");
    }
  }

  private static String name(String token) {
    Matcher matcher = Pattern.compile("[\\w:-]+").matcher(token);
    return matcher.find() ? matcher.group() : "x";
  }

  private void text() {
    for (int tries = 0; tries < 30; tries++) {
      int at = random.nextInt(tokens.size());
      if (!tokens.get(at).startsWith("<") && !tokens.get(at).isBlank()) {
        tokens.set(at, ODD[random.nextInt(ODD.length)]);
        return;
      }
    }
  }

  /** Derived fields that refer to each other, or double each other. */
  private void cycle() {
    boolean laughs = random.nextBoolean();
    int count = 1 + random.nextInt(laughs ? 40 : 3);
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String of = laughs ? (i == 0 ? value(tag()) : "laugh" + (i - 1)) : "laugh" + (i + 1) % count;
      fields.append(
          ("<DerivedField name=\"laugh%d\" optype=\"continuous\" dataType=\"double\">"
                  + "<Apply function=\"+\"><FieldRef field=\"%s\"/><FieldRef field=\"%s\"/></Apply>"
                  + "</DerivedField>")
              .formatted(i, of, of));
    }
    into("TransformationDictionary", fields.toString());
    use("laugh" + (count - 1));
  }

  /** Functions that call each other, or double each other. */
  private void functions() {
    boolean laughs = random.nextBoolean();
    int count = 1 + random.nextInt(laughs ? 40 : 3);
    StringBuilder functions = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String of = laughs ? (i == 0 ? "+" : "f" + (i - 1)) : "f" + (i + 1) % count;
      String call =
          i == 0 && laughs
              ? "<FieldRef field=\"a\"/>"
              : "<Apply function=\"" + of + "\"><FieldRef field=\"a\"/></Apply>";
      functions.append(
          ("<DefineFunction name=\"f%d\" optype=\"continuous\" dataType=\"double\">"
                  + "<ParameterField name=\"a\" optype=\"continuous\" dataType=\"double\"/>"
                  + "<Apply function=\"+\">%s%s</Apply></DefineFunction>")
              .formatted(i, call, call));
    }
    functions.append(
        ("<DerivedField name=\"called\" optype=\"continuous\" dataType=\"double\">"
                + "<Apply function=\"f%d\"><FieldRef field=\"%s\"/></Apply></DerivedField>")
            .formatted(count - 1, field()));
    into("TransformationDictionary", functions.toString());
    use("called");
  }

  private String field() {
    for (String token : tokens) {
      if (token.startsWith("<DataField") && token.contains("continuous")) {
        Matcher matcher = Pattern.compile("name=\"([^\"]*)\"").matcher(token);
        if (matcher.find()) {
          return matcher.group(1);
        }
      }
    }
    return "x";
  }

  /** Puts text into an element, which is made behind the data dictionary where there is none. */
  private void into(String element, String content) {
    for (int i = 0; i < tokens.size(); i++) {
      if (tokens.get(i).startsWith("<" + element) && !tokens.get(i).endsWith("/>")) {
        tokens.add(i + 1, content);
        return;
      }
      if (tokens.get(i).startsWith("</DataDictionary")) {
        boolean later = text.contains("<" + element);
        if (!later) {
          tokens.add(i + 1, "<" + element + ">" + content + "</" + element + ">");
          return;
        }
      }
    }
  }

  /** Some element reads the field. */
  private void use(String field) {
    for (int tries = 0; tries < 200; tries++) {
      int at = tag();
      String token = tokens.get(at);
      if (token.startsWith("<SimplePredicate")
          || token.startsWith("<NumericPredictor")
          || token.startsWith("<FieldRef")) {
        tokens.set(at, token.replaceAll("(field|name)=\"[^\"]*\"", "$1=\"" + field + "\""));
        return;
      }
    }
  }

  private void prolog() {
    StringBuilder entities = new StringBuilder("<!DOCTYPE PMML [<!ENTITY a \"ha\">");
    for (char name = 'b'; name < 'n'; name++) {
      String before = "&" + (char) (name - 1) + ";";
      entities.append("<!ENTITY %c \"%s\">".formatted(name, before.repeat(10)));
    }
    String[] prologs = {
      entities + "]>",
      "<!DOCTYPE PMML [<!ENTITY x SYSTEM \"file:///etc/hostname\">]>",
      "<!DOCTYPE PMML SYSTEM \"file:///dev/zero\">",
      "<!DOCTYPE PMML [<!ENTITY % x SYSTEM \"file:///dev/zero\"> %x;]>",
      "<?xml-stylesheet href=\"file:///dev/zero\"?>",
      "<!-- " + "-".repeat(10) + " -->",
      "<![CDATA[",
      "<?xml version=\"1.1\" encoding=\"UTF-32\"?>"
    };
    int at = tokens.get(0).startsWith("<?xml") ? 1 : 0;
    tokens.add(at, prologs[random.nextInt(prologs.length)]);
    tokens.add(Math.min(tokens.size(), at + 3 + random.nextInt(20)), "&m;");
  }
}
