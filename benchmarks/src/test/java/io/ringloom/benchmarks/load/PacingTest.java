package io.ringloom.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class PacingTest {
  private static final long BEGIN = -1_000_000_007L;

  @Test
  void requests_are_due_at_an_even_rate_from_the_beginning_on() {
    Pacing pacing = new Pacing(BEGIN, 1000);
    assertThat(pacing.due(0)).isEqualTo(BEGIN);
    assertThat(pacing.due(1)).isEqualTo(BEGIN + 1_000_000);
    assertThat(pacing.due(2500)).isEqualTo(BEGIN + 2_500_000_000L);
  }

  @Test
  void a_request_is_not_due_before_its_time_and_is_from_then_on() {
    Pacing pacing = new Pacing(BEGIN, 30_000.7);
    for (long index = 0; index < 100_000; index++) {
      assertThat(pacing.dueBefore(pacing.due(index))).isEqualTo(index);
      assertThat(pacing.dueBefore(pacing.due(index) + 1)).isEqualTo(index + 1);
    }
  }

  @Test
  void nothing_is_due_before_the_beginning() {
    assertThat(new Pacing(BEGIN, 1000).dueBefore(BEGIN - 5_000_000)).isZero();
  }

  @Test
  void the_rate_is_above_zero() {
    assertThatThrownBy(() -> new Pacing(0, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Pacing(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
