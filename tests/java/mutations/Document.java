package io.scorejar.transpiler;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A PMML as text that can be changed in one place and back. */
final class Document {

  /**
   * One change.
   *
   * @param node the element {@code Node} that it concerns
   */
  record Mutation(String kind, Element node, String sentence, Runnable change, Runnable undo, Document of) {

    /** The document with the change. */
    String xml() {
      change.run();
      try {
        return of.text();
      } finally {
        undo.run();
      }
    }
  }

  private final org.w3c.dom.Document dom;

  private Document(org.w3c.dom.Document dom) {
    this.dom = dom;
  }

  static Document of(byte[] xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      return new Document(factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(e);
    }
  }

  private String text() {
    try {
      StringWriter text = new StringWriter();
      TransformerFactory.newInstance()
          .newTransformer()
          .transform(new DOMSource(dom), new StreamResult(text));
      return text.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  List<Element> all(String name) {
    NodeList found = dom.getElementsByTagName(name);
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  /** Every change there is, by kind: threshold, leaf, category, default, operator. */
  List<List<Mutation>> mutations(Random random) {
    List<Mutation> thresholds = new ArrayList<>();
    List<Mutation> operators = new ArrayList<>();
    List<Mutation> defaults = new ArrayList<>();
    List<Mutation> categories = new ArrayList<>();
    List<Mutation> leaves = new ArrayList<>();
    for (Element predicate : all("SimplePredicate")) {
      if (!(predicate.getParentNode() instanceof Element node) || !node.getTagName().equals("Node")) {
        continue;
      }
      String operator = predicate.getAttribute("operator");
      String other = other(operator);
      if (!other.isEmpty()) {
        operators.add(attribute("operator", node, predicate, "operator", other));
      }
      if (operator.startsWith("less") || operator.startsWith("greater")) {
        thresholds.add(attribute("threshold", node, predicate, "value", moved(predicate.getAttribute("value"), random)));
      }
      if (!operator.startsWith("is")) {
        defaults.add(missingToo(node, predicate));
      }
    }
    for (Element set : all("SimpleSetPredicate")) {
      if (set.getParentNode() instanceof Element node && node.getTagName().equals("Node")) {
        Element array = (Element) set.getElementsByTagName("Array").item(0);
        Mutation mutation = without(node, array, random);
        if (mutation != null) {
          categories.add(mutation);
        }
        defaults.add(missingToo(node, set));
        String operator = set.getAttribute("booleanOperator");
        operators.add(
            attribute("operator", node, set, "booleanOperator", operator.equals("isIn") ? "isNotIn" : "isIn"));
      }
    }
    for (Element node : all("Node")) {
      if (node.hasAttribute("defaultChild")) {
        defaults.add(otherDefault(node));
      }
      if (node.hasAttribute("score") && node.getAttribute("score").matches("-?[0-9.]+(E-?[0-9]+)?")) {
        leaves.add(attribute("leaf", node, node, "score", moved(node.getAttribute("score"), random)));
      }
    }
    for (Element share : all("ScoreDistribution")) {
      String name = share.hasAttribute("probability") ? "probability" : "recordCount";
      if (share.getParentNode() instanceof Element node && node.getElementsByTagName("Node").getLength() == 0) {
        leaves.add(attribute("leaf", node, share, name, moved(share.getAttribute(name), random)));
      }
    }
    defaults.removeIf(one -> one == null);
    return List.of(thresholds, leaves, categories, defaults, operators);
  }

  private static String moved(String number, Random random) {
    double value = Double.parseDouble(number);
    return String.valueOf(random.nextBoolean() ? Math.nextUp(value) : Math.nextDown(value));
  }

  private static String other(String operator) {
    return switch (operator) {
      case "lessOrEqual" -> "lessThan";
      case "lessThan" -> "lessOrEqual";
      case "greaterOrEqual" -> "greaterThan";
      case "greaterThan" -> "greaterOrEqual";
      case "equal" -> "notEqual";
      case "notEqual" -> "equal";
      default -> "";
    };
  }

  private Mutation attribute(String kind, Element node, Element of, String name, String value) {
    String before = of.getAttribute(name);
    String sentence = kind + ": " + of.getTagName() + " " + of.getAttribute("field") + " " + name + " " + before + " became " + value;
    return new Mutation(
        kind, node, sentence, () -> of.setAttribute(name, value), () -> of.setAttribute(name, before), this);
  }

  /** A row without the value takes this branch, which it did not. */
  private Mutation missingToo(Element node, Element predicate) {
    Element either = dom.createElementNS(predicate.getNamespaceURI(), "CompoundPredicate");
    either.setAttribute("booleanOperator", "or");
    Element missing = dom.createElementNS(predicate.getNamespaceURI(), "SimplePredicate");
    missing.setAttribute("field", predicate.getAttribute("field"));
    missing.setAttribute("operator", "isMissing");
    String sentence = "default: a row without " + predicate.getAttribute("field") + " takes another branch";
    return new Mutation(
        "default",
        node,
        sentence,
        () -> {
          node.replaceChild(either, predicate);
          either.appendChild(missing);
          either.appendChild(predicate);
        },
        () -> node.replaceChild(predicate, either),
        this);
  }

  private Mutation otherDefault(Element node) {
    String before = node.getAttribute("defaultChild");
    for (org.w3c.dom.Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element one && one.getTagName().equals("Node") && !one.getAttribute("id").equals(before)) {
        return attribute("default", one, node, "defaultChild", one.getAttribute("id"));
      }
    }
    return null;
  }

  private Mutation without(Element node, Element array, Random random) {
    String before = array.getTextContent();
    List<String> values = new ArrayList<>(Arrays.asList(before.trim().split("\\s+")));
    if (values.size() < 2 || before.contains("\"")) {
      return null;
    }
    String gone = values.remove(random.nextInt(values.size()));
    String count = array.getAttribute("n");
    return new Mutation(
        "category",
        node,
        "category: '" + gone + "' takes the other branch",
        () -> {
          array.setTextContent(String.join(" ", values));
          array.setAttribute("n", String.valueOf(values.size()));
        },
        () -> {
          array.setTextContent(before);
          array.setAttribute("n", count);
        },
        this);
  }
}
