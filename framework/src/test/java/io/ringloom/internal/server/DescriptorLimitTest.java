package io.ringloom.internal.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class DescriptorLimitTest {
  private static final String LIMITS =
      """
      Limit                     Soft Limit           Hard Limit           Units
      Max processes             7654                 7654                 processes
      Max open files            %s              524288               files
      Max locked memory         8388608              8388608              bytes
      """;

  @Test
  void theSoftLimitCounts() {
    assertThat(DescriptorLimit.parse(LIMITS.formatted("1024"))).hasValue(1024);
  }

  @Test
  void noLimitAndNoneThatCouldBeReachedIsNone() {
    assertThat(DescriptorLimit.parse(LIMITS.formatted("unlimited"))).isEmpty();
    assertThat(DescriptorLimit.parse(LIMITS.formatted("10000000000"))).isEmpty();
  }

  @Test
  void aTextWithoutTheLineTellsNothing() {
    assertThat(DescriptorLimit.parse("")).isEmpty();
    assertThat(DescriptorLimit.parse("Max open files")).isEmpty();
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisProcessHasALimitOnLinux() {
    DescriptorLimit.ofThisProcess().ifPresent(limit -> assertThat(limit).isGreaterThan(16));
  }

  @Test
  void connectionsShareWhatTheProgramItselfDoesNotNeed() {
    assertThat(DescriptorLimit.connections(1024, 3)).isEqualTo((1024 - 128) / 3);
    assertThat(DescriptorLimit.connections(1024, 1)).isEqualTo(1024 - 128);
  }

  @Test
  void thereIsRoomForOneConnectionAtLeast() {
    assertThat(DescriptorLimit.connections(128, 3)).isOne();
    assertThat(DescriptorLimit.connections(64, 3)).isOne();
  }
}
