package io.scorejar.compiler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dmg.pmml.Cell;
import org.dmg.pmml.InlineTable;
import org.dmg.pmml.PMMLObject;
import org.dmg.pmml.Row;
import org.w3c.dom.Element;

/** Tables that stand in a document. */
final class InlineTables {

  private InlineTables() {}

  /** A column without the prefix of its namespace. */
  static String local(String column) {
    return column.substring(column.indexOf(':') + 1);
  }

  /**
   * The cells of each row by their columns.
   *
   * @throws NotCompiled if there is no table
   */
  static List<Map<String, Object>> rows(InlineTable table, PMMLObject where) {
    if (table == null) {
      throw NotCompiled.of(where, "has no table of its own");
    }
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Row row : table.getRows()) {
      Map<String, Object> cells = new HashMap<>();
      for (Object content : row.getContent()) {
        if (content instanceof Cell cell) {
          cells.put(cell.getName().getLocalPart(), cell.getValue());
        } else if (content instanceof Element element) {
          String name = element.getLocalName();
          cells.put(name == null ? local(element.getTagName()) : name, element.getTextContent());
        }
      }
      rows.add(cells);
    }
    return rows;
  }
}
