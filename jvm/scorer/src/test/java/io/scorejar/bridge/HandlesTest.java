package io.scorejar.bridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;

final class HandlesTest {

  @Test
  void numbersBeginAtOneAndAreNotUsedTwice() {
    Handles handles = new Handles();
    assertEquals(1, handles.add("a"));
    handles.remove(1);
    assertEquals(2, handles.add("b"));
    assertNull(handles.find(1, String.class));
    assertEquals("b", handles.find(2, String.class));
  }

  @Test
  void thereIsRoomForMany() {
    Handles handles = new Handles();
    for (int i = 1; i <= 1000; i++) {
      assertEquals(i, handles.add(i));
    }
    for (int i = 1; i <= 1000; i++) {
      assertEquals(i, handles.find(i, Integer.class));
    }
  }

  @Test
  void numbersThatStandForNothingFindNothing() {
    Handles handles = new Handles();
    handles.add("a");
    for (int handle : new int[] {-1, 0, 2, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      handles.remove(handle);
      assertNull(handles.find(handle, Object.class));
    }
    assertNull(handles.find(1, Integer.class));
  }
}
