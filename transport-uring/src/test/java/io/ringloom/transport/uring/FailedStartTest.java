package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.EventLoopGroup;
import io.ringloom.testkit.RequiresUring;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A start that fails leaves nothing open. */
@RequiresUring
class FailedStartTest {

  @Test
  void aLackOfNativeMemoryIsReportedAndLeavesNoRingOpen() throws IOException {
    UringOptions tooMuch =
        UringOptions.builder().receiveBuffers(32_768).receiveBufferBytes(65_535).build();
    EventLoopGroup.Builder loops =
        EventLoopGroup.builder().loops(2).transport(new UringTransport(tooMuch));
    assertThatThrownBy(loops::start); // has everything loaded
    long before = openRings();

    assertThatThrownBy(loops::start)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "An event loop with the transport uring could not be started: there is no native memory"
                + " for its buffers: ");

    assertThat(openRings()).isEqualTo(before);
  }

  private static long openRings() throws IOException {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      return descriptors.filter(FailedStartTest::isRing).count();
    }
  }

  private static boolean isRing(Path descriptor) {
    try {
      String target = Files.readSymbolicLink(descriptor).toString();
      return target.contains("io_uring") || target.contains("eventfd");
    } catch (IOException e) {
      return false; // it was the listing's own
    }
  }
}
