package io.scorejar.kernel;

import io.scorejar.program.Codes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ranks of categories: one look at a slot finds the place in the tables of all its columns. */
final class CodeRanks {

  private final int[] slots;
  private final int[] codes;
  private final int[] ends;
  private final int[] columns;
  private final int[] tables;
  private final byte[] ranks;

  private CodeRanks(Map<Integer, List<Integer>> bySlot, List<Codes> given, int[] places) {
    slots = bySlot.keySet().stream().mapToInt(slot -> slot).toArray();
    codes = new int[slots.length];
    ends = new int[slots.length];
    columns = new int[places.length];
    tables = new int[places.length];
    int size = 0;
    int next = 0;
    for (int i = 0; i < slots.length; i++) {
      List<Integer> members = bySlot.get(slots[i]);
      codes[i] = members.stream().mapToInt(member -> given.get(member).count()).max().orElse(0);
      for (int member : members) {
        columns[next] = places[member];
        tables[next++] = size;
        size += codes[i] + 2;
      }
      ends[i] = next;
    }
    ranks = new byte[size];
    next = 0;
    for (int i = 0; i < slots.length; i++) {
      for (int member : bySlot.get(slots[i])) {
        fill(given.get(member), tables[next++], codes[i]);
      }
    }
  }

  /** The ranks of the codes, then that of any other number, then that of a missing value. */
  private void fill(Codes column, int at, int count) {
    for (int code = 0; code < count; code++) {
      ranks[at + code] = (byte) (code < column.count() ? column.rankOf(code) : column.unseen());
    }
    ranks[at + count] = (byte) column.unseen();
    ranks[at + count + 1] = (byte) column.missing();
  }

  /**
   * Ranks of these columns.
   *
   * @param places where the rank of each goes
   */
  static CodeRanks of(List<Codes> columns, int[] places) {
    Map<Integer, List<Integer>> bySlot = new LinkedHashMap<>();
    for (int i = 0; i < places.length; i++) {
      bySlot.computeIfAbsent(columns.get(i).slot(), slot -> new ArrayList<>()).add(i);
    }
    return new CodeRanks(bySlot, columns, places);
  }

  /** Ranks one row into {@code ranks}. */
  void rank(double[] values, int[] into) {
    int next = 0;
    for (int i = 0; i < slots.length; i++) {
      int place = place(i, values[slots[i]]);
      for (int end = ends[i]; next < end; next++) {
        into[columns[next]] = ranks[tables[next] + place] & 0xFF;
      }
    }
  }

  /** Ranks a block of rows, as {@link Ranks} does. */
  void rank(double[][] rows, int from, int count, int shift, int[] into) {
    int next = 0;
    for (int i = 0; i < slots.length; i++) {
      int first = next;
      for (int row = 0; row < count; row++) {
        int place = place(i, rows[from + row][slots[i]]);
        for (next = first; next < ends[i]; next++) {
          into[(columns[next] << shift) + row] = ranks[tables[next] + place] & 0xFF;
        }
      }
      next = ends[i];
    }
  }

  private int place(int i, double value) {
    int code = (int) value;
    int count = codes[i];
    if (code == value && code >= 0 && code < count) {
      return code;
    }
    return Double.isNaN(value) ? count + 1 : count;
  }
}
