package io.scorejar.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.scorejar.program.BinaryOp;
import io.scorejar.program.Expression;
import io.scorejar.program.Line;
import io.scorejar.program.Slot;
import io.scorejar.program.UnaryOp;
import org.junit.jupiter.api.Test;

class MonotoneTest {

  private static final Expression X = new Slot(0);

  private static Monotone.Direction of(Expression expression) {
    return new Monotone(new Numbers(0)).of(expression);
  }

  private static Expression scaled(double by) {
    return Ops.of(BinaryOp.DIVIDE, Ops.of(BinaryOp.SUBTRACT, X, Ops.number(0.3)), Ops.number(by));
  }

  @Test
  void a_scaler_rises_or_falls_with_the_sign_of_its_scale() {
    assertEquals(Monotone.Direction.RISING, of(scaled(1.7)));
    assertEquals(Monotone.Direction.FALLING, of(scaled(-1.7)));
    assertEquals(Monotone.Direction.NEITHER, of(scaled(0)));
  }

  @Test
  void a_choice_is_looked_at_where_its_branches_meet() {
    Expression negative = Ops.of(BinaryOp.LESS, X, Ops.number(0));
    Expression meets = Ops.choice(negative, Ops.number(0), X);
    Expression drops = Ops.choice(negative, Ops.number(1), X);
    assertEquals(Monotone.Direction.RISING, of(meets));
    assertEquals(Monotone.Direction.NEITHER, of(drops));
  }

  @Test
  void a_logarithm_has_no_value_for_negative_numbers() {
    assertEquals(Monotone.Direction.NEITHER, of(Ops.of(UnaryOp.LN, X)));
  }

  @Test
  void a_line_is_what_its_points_are() {
    double[] from = {-1, 0, 2};
    assertEquals(
        Monotone.Direction.RISING,
        of(new Line(X, from, new double[] {0, 0.25, 1}, Line.Outside.NEAREST)));
    assertEquals(
        Monotone.Direction.NEITHER,
        of(new Line(X, from, new double[] {0, 1, 0.25}, Line.Outside.NEAREST)));
  }

  @Test
  void the_last_number_below_a_threshold_is_found_to_the_bit() {
    Numbers numbers = new Numbers(0);
    double threshold = 0.5;
    double last = numbers.last(x -> numbers.at(scaled(1.7), x) <= threshold);
    assertEquals(true, numbers.at(scaled(1.7), last) <= threshold);
    assertEquals(false, numbers.at(scaled(1.7), Math.nextUp(last)) <= threshold);
    assertEquals(-Double.MAX_VALUE, numbers.last(x -> x < Math.nextUp(-Double.MAX_VALUE)));
    assertEquals(0.0, numbers.last(x -> x <= 0));
  }
}
