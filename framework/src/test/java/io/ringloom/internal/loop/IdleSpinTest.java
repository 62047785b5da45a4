package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each test walks along a line of time, in nanoseconds. */
final class IdleSpinTest {
  private final IdleSpin spin = new IdleSpin(100);

  @Test
  void withoutALimitOfTimeNothingIsLookedAtAgain() {
    IdleSpin none = new IdleSpin(0);
    assertThat(none.looksAgain(1)).isFalse();
    none.working(2);
    assertThat(none.looksAgain(2)).isFalse();
  }

  @Test
  void whatIsIdleLooksAgainUntilTheLimit() {
    assertThat(spin.looksAgain(1000)).isTrue();
    assertThat(spin.looksAgain(1100)).isTrue();
    assertThat(spin.looksAgain(1101)).isFalse();
    assertThat(spin.looksAgain(1102)).isFalse();
  }

  @Test
  void theLimitBeginsAnewWithEachPause() {
    assertThat(spin.looksAgain(1000)).isTrue();
    spin.working(1090);
    spin.working(5000);
    assertThat(spin.looksAgain(5000)).isTrue();
    assertThat(spin.looksAgain(5100)).isTrue();
  }

  @Test
  void afterALongPauseItWaitsAtOnceUntilAPauseWasShort() {
    assertThat(spin.looksAgain(1000)).isTrue();
    assertThat(spin.looksAgain(1200)).isFalse();
    spin.working(2000);
    assertThat(spin.looksAgain(2000)).as("after a long pause").isFalse();
    spin.working(2100);
    assertThat(spin.looksAgain(2100)).as("after a short pause").isTrue();
  }
}
