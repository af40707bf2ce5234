package io.scorejar;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Rows of a CSV file (RFC 4180: commas, double quotes, a header line), one at a time. A cell
 * without text is missing.
 */
final class Csv {

  private static final int END = -1;
  private static final int BYTE_ORDER_MARK = '\uFEFF';

  private final String place;
  private final Reader reader;
  private final List<String> header;
  private int ahead;
  private int number = -1;

  private Csv(String place, Reader reader) throws IOException {
    this.place = place;
    this.reader = reader;
    advance();
    if (ahead == BYTE_ORDER_MARK) {
      advance();
    }
    this.header = record();
    if (header == null) {
      throw new InvalidRowException(place + ": expected a header line, got an empty file");
    }
  }

  /**
   * Reads the header.
   *
   * @param place the file's name, for messages
   * @throws InvalidRowException if there is none; so do the other methods for what is wrong
   */
  static Csv read(String place, Reader reader) throws IOException {
    return new Csv(place, reader);
  }

  /** The place of a column. Columns that nobody asks for are skipped. */
  int column(String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new InvalidRowException(
          place + ": expected a column " + Values.shown(name) + ", got none");
    }
    return column;
  }

  /** The next row's cells, one per column, or null at the end. */
  List<String> next() throws IOException {
    List<String> cells = record();
    number++;
    if (cells != null && cells.size() != header.size()) {
      throw new InvalidRowException(
              place + ": expected " + header.size() + " cells, got " + cells.size())
          .at(number);
    }
    return cells;
  }

  /** The number of the row that was read last; the first one under the header is 0. */
  int number() {
    return number;
  }

  private List<String> record() throws IOException {
    while (ahead == '\n' || ahead == '\r') {
      advance(); // Empty lines are no rows.
    }
    if (ahead == END) {
      return null;
    }
    List<String> cells = new ArrayList<>();
    while (true) {
      cells.add(ahead == '"' ? quoted() : plain());
      if (ahead != ',') {
        break;
      }
      advance();
    }
    if (ahead != END && ahead != '\n' && ahead != '\r') {
      throw new InvalidRowException(
              place + ": expected a comma after a quoted cell, got '" + (char) ahead + "'")
          .at(number + 1);
    }
    return cells;
  }

  private String plain() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (ahead != ',' && ahead != '\n' && ahead != '\r' && ahead != END) {
      cell.append((char) ahead);
      advance();
    }
    return cell.toString();
  }

  private String quoted() throws IOException {
    StringBuilder cell = new StringBuilder();
    while (true) {
      advance();
      if (ahead == END) {
        throw new InvalidRowException(place + ": expected a closing quote, got the end")
            .at(number + 1);
      }
      if (ahead == '"') {
        advance();
        if (ahead != '"') {
          return cell.toString();
        }
      }
      cell.append((char) ahead);
    }
  }

  private void advance() throws IOException {
    try {
      ahead = reader.read();
    } catch (CharacterCodingException e) {
      throw new InvalidRowException(place + ": expected UTF-8, got other bytes").at(number + 1);
    }
  }

  /**
   * A cell as a value for {@link Input#value}; what is not of the type stays text, so that the
   * input refuses it in its own words.
   */
  static Object value(Type type, String cell) {
    if (cell.isEmpty()) {
      return null;
    }
    return switch (type) {
      case DOUBLE, FLOAT, INTEGER -> number(cell);
      case BOOLEAN -> bool(cell);
      case STRING, DATE, DATE_TIME, TIME -> cell;
    };
  }

  private static Object number(String cell) {
    String text = cell.strip();
    switch (text) {
      case "inf", "Infinity" -> {
        return Double.POSITIVE_INFINITY;
      }
      case "-inf", "-Infinity" -> {
        return Double.NEGATIVE_INFINITY;
      }
      case "nan", "NaN" -> {
        return null;
      }
      default -> {
        // Java would also take "1f" and hexadecimal numbers.
        return text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?") ? parsed(text, cell) : cell;
      }
    }
  }

  private static Object parsed(String text, String cell) {
    try {
      return text.matches("-?[0-9]{1,18}") ? (Object) Long.valueOf(text) : Double.valueOf(text);
    } catch (NumberFormatException e) {
      return cell;
    }
  }

  private static Object bool(String cell) {
    return switch (cell) {
      case "true", "True", "TRUE", "1" -> true;
      case "false", "False", "FALSE", "0" -> false;
      default -> cell;
    };
  }

  /** Writes one line; null is a cell without text. */
  static void write(Writer writer, Collection<?> cells) throws IOException {
    String separator = "";
    for (Object cell : cells) {
      writer.append(separator).append(cell == null ? "" : written(cell.toString()));
      separator = ",";
    }
    writer.append('\n');
  }

  private static String written(String cell) {
    boolean quotes = cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quotes ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
  }
}
