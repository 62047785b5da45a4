package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PollGateTest {
  private final PollGate gate = new PollGate();

  @Test
  void aRunningThreadNeedNotBeWoken() {
    assertThat(gate.isWaiting()).isFalse();
    assertThat(gate.claimWakeup()).isEqualTo(PollGate.RUNNING);
  }

  @Test
  void theFirstWhoAsksWakesAWaitingThreadInTheWayItWaits() {
    gate.announce(PollGate.PARKED);

    assertThat(gate.isWaiting()).isTrue();
    assertThat(gate.claimWakeup()).isEqualTo(PollGate.PARKED);
    assertThat(gate.claimWakeup()).isEqualTo(PollGate.RUNNING);
  }

  @Test
  void aThreadThatGoesOnByItselfNeedNotBeWoken() {
    gate.announce(PollGate.POLLING);
    gate.retract();

    assertThat(gate.claimWakeup()).isEqualTo(PollGate.RUNNING);
  }

  @Test
  void everyWaitCanBeEndedAnew() {
    gate.announce(PollGate.POLLING);
    assertThat(gate.claimWakeup()).isEqualTo(PollGate.POLLING);
    gate.retract();
    gate.announce(PollGate.POLLING);

    assertThat(gate.claimWakeup()).isEqualTo(PollGate.POLLING);
  }
}
