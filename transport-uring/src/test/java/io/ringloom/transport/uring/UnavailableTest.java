package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What users see where io_uring is refused: each test has a process of its own, to which the kernel
 * refuses it as a container's profile does.
 */
@EnabledOnOs(OS.LINUX)
class UnavailableTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final String EPERM = "1";
  private static final String ENOSYS = "38";
  private static final String NO_ERROR = "0";

  private static final String SHUTTING_DOWN =
      "INFO Shutting down the server on ADDRESS; open connections: 0, drain timeout: 10000 ms.";

  @Test
  @DisplayName("where it is forbidden, nio is taken, and it is said why and where to look")
  void whereItIsForbidden() throws Exception {
    expectUnavailable(
        "the system forbids it (failed to create io_uring ring fd: Operation not permitted);"
            + " look at the sysctl kernel.io_uring_disabled and at the seccomp profile of the"
            + " container",
        run(List.of(), EPERM));
  }

  @Test
  @DisplayName("where it is hidden, nio is taken, and it is said why")
  void whereItIsHidden() throws Exception {
    expectUnavailable(
        "the kernel has no io_uring, or a seccomp profile hides it (failed to create io_uring"
            + " ring fd: Function not implemented)",
        run(List.of(), ENOSYS));
  }

  @Test
  @DisplayName("where native code is switched off, nio is taken, and it is said why")
  void whereNativeCodeIsSwitchedOff() throws Exception {
    expectUnavailable(
        "Native transport was explicit disabled with -Dio.netty.transport.noNative=true",
        run(List.of("-Dio.netty.transport.noNative=true"), NO_ERROR));
  }

  @Test
  @DisplayName("where it is refused only when a loop starts, nio is taken, and it is said why")
  void whereItIsRefusedOnlyWhenALoopStarts() throws Exception {
    String cause =
        "the system forbids it (failed to create io_uring ring fd: Operation not permitted); look at"
            + " the sysctl kernel.io_uring_disabled and at the seccomp profile of the container";
    assertThat(run(List.of(), EPERM, "late"))
        .containsExactly(
            "before: Optional.empty",
            "auto: nio",
            listening("uring could not be started: " + cause),
            SHUTTING_DOWN,
            "by name: java.io.IOException: An event loop with the transport uring could not be"
                + " started: "
                + cause);
  }

  private static void expectUnavailable(String cause, List<String> lines) {
    assertThat(lines)
        .containsExactly(
            "auto: nio",
            listening("uring is not available: " + cause),
            SHUTTING_DOWN,
            "by name: java.lang.IllegalStateException: The transport uring is not available here: "
                + cause
                + ".");
  }

  private static String listening(String reason) {
    return "INFO Listening on ADDRESS: nio transport ("
        + reason
        + "), shared scheduling (asked for), 1 event loop.";
  }

  private static List<String> run(List<String> options, String... arguments) throws Exception {
    try (ChildJvm child = ChildJvm.start(WithoutUring.class, options, arguments)) {
      return child.awaitLines(PATIENCE);
    }
  }
}
