package io.scorejar.transpiler;

import io.scorejar.Evidence;
import io.scorejar.Input;
import io.scorejar.InvalidRowException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Rows made for one node by brute force, knowing nothing of how evidence is made: each column takes
 * a value that some predicate on the way to the node, or beside it, has, or one of its neighbours; or
 * a category, or none; a fifth of the values are drawn from everywhere in the model.
 */
final class Targeted {

  private static final int ROWS = 6000;
  private static final double EVERYWHERE = 0.2;

  private final Model model;
  private final Random random;
  private final Map<String, List<Object>> everywhere = new HashMap<>();

  Targeted(Model model, Document document, Random random) {
    this.model = model;
    this.random = random;
    document.all("SimplePredicate").forEach(predicate -> add(everywhere, predicate));
  }

  Evidence rows(Element node) {
    Map<String, List<Object>> near = new HashMap<>();
    for (Node at = node; at instanceof Element one && one.getTagName().equals("Node"); at = at.getParentNode()) {
      Node family = at.getParentNode();
      for (Node child = family.getFirstChild(); child != null; child = child.getNextSibling()) {
        if (child instanceof Element sibling) {
          predicates(sibling, near);
        }
      }
    }
    for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
      if (child instanceof Element one) {
        predicates(one, near);
      }
    }
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      List<Object> row = new ArrayList<>();
      model.schema().inputs().forEach(input -> row.add(value(input, near)));
      rows.add(row);
    }
    return new Evidence(model.schema(), List.of(), rows, List.of());
  }

  private static void predicates(Element element, Map<String, List<Object>> values) {
    if (element.getTagName().equals("SimplePredicate")) {
      add(values, element);
    }
    if (element.getTagName().equals("Node") || element.getTagName().equals("CompoundPredicate")) {
      for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
        if (child instanceof Element one && one.getTagName().endsWith("Predicate")) {
          predicates(one, values);
        }
      }
    }
  }

  /** Fields are columns, or casts of columns: {@code float(age)}. */
  private static void add(Map<String, List<Object>> values, Element predicate) {
    try {
      double number = Double.parseDouble(predicate.getAttribute("value"));
      String column = predicate.getAttribute("field").replaceAll("^\\w+\\((.*)\\)$", "$1");
      List<Object> some = values.computeIfAbsent(column, name -> new ArrayList<>());
      some.addAll(List.of(Math.nextDown(number), number, Math.nextUp(number)));
      float near = (float) number;
      some.addAll(List.of((double) Math.nextDown(near), (double) near, (double) Math.nextUp(near)));
    } catch (NumberFormatException e) {
      // A category: all of those are tried anyhow.
    }
  }

  private Object value(Input input, Map<String, List<Object>> near) {
    boolean far = random.nextDouble() < EVERYWHERE || !near.containsKey(input.name());
    List<Object> some = new ArrayList<>((far ? everywhere : near).getOrDefault(input.name(), List.of()));
    some.addAll(input.categories());
    Object value = some.isEmpty() ? (Object) random.nextGaussian() : some.get(random.nextInt(some.size()));
    try {
      return input.value(random.nextInt(6) == 0 ? null : value);
    } catch (InvalidRowException e) {
      return input.categories().isEmpty() ? (Object) 0.5 : input.categories().get(0);
    }
  }
}
