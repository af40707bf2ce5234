package io.scorejar.jpmml;

import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A row of values as the map that JPMML asks, without a map being filled for every row. */
final class RowView extends AbstractMap<String, Object> {

  private final Map<String, Integer> places;
  private final Object[] values;

  /**
   * @param places of the fields in a row, by JPMML's names
   * @param values null means missing
   */
  RowView(Map<String, Integer> places, Object[] values) {
    this.places = places;
    this.values = values;
  }

  @Override
  public Object get(Object name) {
    Integer place = places.get(name);
    return place == null ? null : values[place];
  }

  @Override
  public boolean containsKey(Object name) {
    return places.containsKey(name);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    return places.entrySet().stream()
        .map(place -> new SimpleImmutableEntry<>(place.getKey(), values[place.getValue()]))
        .collect(Collectors.toSet());
  }
}
