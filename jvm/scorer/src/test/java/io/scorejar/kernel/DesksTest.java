package io.scorejar.kernel;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DesksTest {

  private static final int HERE = Desks.place();

  @Test
  void aThreadFindsItsDeskAgain() {
    Desks desks = new Desks(new Stage[0], 1);
    Desk desk = desks.take(HERE);
    desks.leave(HERE, desk);
    assertSame(desk, desks.take(HERE));
  }

  @Test
  void aDeskThatIsLeftAnywhereIsTakenBeforeAnotherIsMade() {
    Desks desks = new Desks(new Stage[0], 1);
    List<Desk> taken = new ArrayList<>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      taken.add(desks.take(HERE));
    }
    Desk first = taken.get(0);
    desks.leave(HERE, first);
    int elsewhere = HERE == 0 ? 16 : 0;
    assertSame(first, desks.take(elsewhere));
    for (Desk desk : taken) {
      assertNotSame(desk, desks.take(elsewhere));
    }
  }
}
