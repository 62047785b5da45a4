package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is told of why there is no io_uring. */
class AvailabilityTest {

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "x86_64", "aarch64", "arm64", "AMD64"})
  void linuxOnTheseProcessorsIsAPlatformForIt(String processor) {
    assertThat(Availability.platformCause("Linux", processor)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Mac OS X", "Windows 11", "FreeBSD"})
  void otherSystemsHaveNone(String system) {
    assertThat(Availability.platformCause(system, "amd64"))
        .isEqualTo("io_uring is a part of Linux, and this is " + system);
  }

  @Test
  void otherProcessorsHaveNoLibrary() {
    assertThat(Availability.platformCause("Linux", "riscv64"))
        .isEqualTo(
            "its native library is made for x86-64 and aarch64, and this processor is riscv64");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          you need at least kernel version 5.9, current kernel version: 5.4 | the kernel is too old (
          failed to create io_uring ring fd Operation not permitted         | the system forbids it (
          failed to create io_uring ring fd Permission denied               | the system forbids it (
          failed to create io_uring ring fd Function not implemented        | the kernel has no io_uring, or a seccomp
          failed to allocate memory; try increasing memlock                 | the kernel gives it no memory (
          failed to create io_uring ring fd Cannot allocate memory          | the kernel gives it no memory (
          Not all operations are supported: [RECV]                          | the kernel is too old: it lacks
          """)
  void whatNettyHasMetIsExplainedAndQuoted(String message, String explanation) {
    assertThat(Availability.describe(new RuntimeException(message)))
        .startsWith(explanation)
        .contains(message);
  }

  @Test
  void aSystemThatForbidsItMayBeToldToAllowIt() {
    assertThat(Availability.describe(new IOException("Operation not permitted")))
        .isEqualTo(
            "the system forbids it (Operation not permitted); look at the sysctl"
                + " kernel.io_uring_disabled and at the seccomp profile of the container");
  }

  @Test
  void theCauseOfAFailureIsWhatCounts() {
    Throwable root = new RuntimeException("Operation not permitted");

    assertThat(Availability.describe(new IllegalStateException("outer", new Error("inner", root))))
        .startsWith("the system forbids it (Operation not permitted)");
  }

  @Test
  void aLibraryThatCannotBeLoadedIsSaidToBe() {
    assertThat(Availability.describe(new UnsatisfiedLinkError("no netty_transport")))
        .isEqualTo(
            "its native library could not be loaded (no netty_transport); it comes with the jar netty-transport-native-io_uring for this processor");
    assertThat(
            Availability.describe(
                new ExceptionInInitializerError(new IllegalStateException("no tmp"))))
        .isEqualTo(
            "its native library could not be loaded (no tmp); it comes with the jar netty-transport-native-io_uring for this processor");
  }

  @Test
  void anythingElseIsToldAsItIs() {
    assertThat(Availability.describe(new IOException("something new"))).isEqualTo("something new");
    assertThat(Availability.describe(null)).isEqualTo("an unknown cause");
  }

  @Test
  void aKernelBefore60IsTooOld() {
    assertThat(Availability.featureCause("SETUP_SINGLE_ISSUER_SUPPORTED=false, X=true", "5.15.0"))
        .isEqualTo("the kernel is too old: io_uring is used from Linux 6.0 on, and this is 5.15.0");
    assertThat(Availability.featureCause("A=1, SETUP_SINGLE_ISSUER_SUPPORTED=true", "5.14.0"))
        .isNull();
  }
}
