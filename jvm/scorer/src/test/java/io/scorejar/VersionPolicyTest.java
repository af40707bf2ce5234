package io.scorejar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class VersionPolicyTest {

  private static final List<Long> DISK = List.of(2L, 5L, 9L);

  @Test
  void theLatestAreTheHighest() {
    assertEquals(List.of(9L), VersionPolicy.HIGHEST.wanted(DISK));
    assertEquals(List.of(5L, 9L), new VersionPolicy(2, Set.of()).wanted(DISK));
    assertEquals(DISK, new VersionPolicy(7, Set.of()).wanted(DISK));
    assertEquals(DISK, VersionPolicy.ALL.wanted(DISK));
  }

  @Test
  void specificOnesAreWantedWhereTheyAreOnDisk() {
    assertEquals(List.of(2L, 5L), new VersionPolicy(0, Set.of(5L, 2L, 7L)).wanted(DISK));
    assertEquals(List.of(2L, 9L), VersionPolicy.HIGHEST.also(Set.of(2L)).wanted(DISK));
  }

  @Test
  void whatIsNoPolicyIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new VersionPolicy(-1, Set.of()));
    assertThrows(BadModelException.class, () -> new VersionPolicy(1, Set.of(0L)));
  }
}
