package io.scorejar;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** An object of a JSON document, whose fields are read by type and missed by name. */
final class Fields {

  private final String place;
  private final Map<?, ?> map;

  private Fields(String place, Map<?, ?> map) {
    this.place = place;
    this.map = map;
  }

  /**
   * Takes an object of a document.
   *
   * @param place what the object is, for messages: {@code schema.inputs[3]}
   * @throws BadModelException if it is not an object; so do the other methods for their fields
   */
  static Fields of(String place, Object json) {
    if (json instanceof Map<?, ?> map) {
      return new Fields(place, map);
    }
    throw new BadModelException(place + ": expected an object, got " + Values.shown(json));
  }

  Map<?, ?> map() {
    return map;
  }

  boolean has(String name) {
    return map.containsKey(name);
  }

  String string(String name) {
    return get(name, String.class, "a string");
  }

  long integer(String name) {
    return get(name, Long.class, "a whole number");
  }

  double number(String name) {
    return get(name, Number.class, "a number").doubleValue();
  }

  List<Object> list(String name) {
    @SuppressWarnings("unchecked") // The reader makes lists of nothing else.
    List<Object> list = get(name, List.class, "a list");
    return list;
  }

  List<String> strings(String name) {
    for (Object item : list(name)) {
      if (!(item instanceof String)) {
        throw expected(name, "strings", item);
      }
    }
    return list(name).stream().map(String.class::cast).toList();
  }

  Fields object(String name) {
    return of(place + "." + name, get(name, Map.class, "an object"));
  }

  /** An object whose values are all strings. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    Fields object = object(name);
    for (Object key : object.map.keySet()) {
      texts.put((String) key, object.string((String) key));
    }
    return texts;
  }

  /** The names of the fields, in the order of the text. */
  List<String> names() {
    return map.keySet().stream().map(String.class::cast).toList();
  }

  /** Runs a step and puts this object's place in front of its errors. */
  <T> T within(Supplier<T> step) {
    try {
      return step.get();
    } catch (BadModelException e) {
      throw e.getMessage().startsWith(place) ? e : e.in(place);
    }
  }

  private <T> T get(String name, Class<T> type, String what) {
    Object value = map.get(name);
    if (!type.isInstance(value)) {
      throw expected(name, what, value);
    }
    return type.cast(value);
  }

  private BadModelException expected(String name, String what, Object got) {
    return new BadModelException(
        place + "." + name + ": expected " + what + ", got " + Values.shown(got));
  }
}
