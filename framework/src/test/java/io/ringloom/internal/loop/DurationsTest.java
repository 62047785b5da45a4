package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

class DurationsTest {

  @Test
  void ordinaryDurationsKeepTheirLength() {
    assertThat(Durations.toNanos(Duration.ZERO)).isZero();
    assertThat(Durations.toNanos(Duration.ofMillis(3))).isEqualTo(3_000_000);
  }

  @Test
  void aDurationOfAgesCanStillBeAddedToATime() {
    long ages = Durations.toNanos(ChronoUnit.FOREVER.getDuration());

    assertThat(ages).isPositive().isEqualTo(Durations.toNanos(Duration.ofDays(100_000)));
    // Times are compared by their difference, which must not overflow either.
    assertThat(Long.MAX_VALUE - 1 + ages - (Long.MAX_VALUE - 1)).isPositive();
  }
}
