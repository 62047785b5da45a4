package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ringloom.testkit.CapturedLog;
import io.ringloom.transport.uring.FakeRing.Submission;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveBuffersTest {
  private static final int BUFFERS = 6;

  private final FakeRing ring = new FakeRing();
  private final Completions completions = new Completions();
  private final ReceiveBuffers buffers =
      new ReceiveBuffers(
          ring,
          completions,
          UringOptions.builder().receiveBuffers(BUFFERS).receiveBufferBytes(64).build());

  @Test
  void theKernelGetsAllBuffersWithOneSubmission() {
    buffers.giveBack();

    Submission all = ring.only(Operation.PROVIDE_BUFFERS);
    assertThat(all.fd()).as("how many").isEqualTo(BUFFERS);
    assertThat(all.bufferId()).isZero();
    assertThat(all.length()).isEqualTo(64);
    assertThat(ring.kernelBuffers().cardinality()).isEqualTo(BUFFERS);
  }

  @Test
  void nothingIsGivenBackTwice() {
    buffers.giveBack();

    buffers.giveBack();
    assertThat(ring.submissions()).hasSize(1);
  }

  @Test
  void runsOfNumbersTakeOneSubmissionEach() {
    lendAll();

    lend(3, 4, 5, 0, 1, 2);
    buffers.giveBack();

    assertThat(runs()).containsExactly("3+3", "0+3");
  }

  @Test
  void numbersOutOfOrderTakeASubmissionEach() {
    lendAll();

    lend(5, 3, 1);
    buffers.giveBack();

    assertThat(runs()).containsExactly("5+1", "3+1", "1+1");
  }

  @Test
  void aGapInTheNumbersEndsARun() {
    lendAll();

    lend(0, 1, 3, 5);
    buffers.giveBack();

    assertThat(runs()).containsExactly("0+2", "3+1", "5+1");
  }

  @Test
  void aBufferIsLentWithTheBytesOfItsCompletionOnly() {
    lendAll();

    ByteBuffer lent = buffers.lend(2, 7);
    assertThat(lent.position()).isZero();
    assertThat(lent.remaining()).isEqualTo(7);
    lent.position(5);
    buffers.giveBack();

    ByteBuffer again = buffers.lend(2, 64);
    assertThat(again.position()).isZero();
    assertThat(again.remaining()).isEqualTo(64);
  }

  @Test
  void buffersLieBesideEachOther() {
    lendAll();
    long first = Memory.address(buffers.lend(0, 1));

    for (int id = 1; id < BUFFERS; id++) {
      assertThat(Memory.address(buffers.lend(id, 1))).isEqualTo(first + 64L * id);
    }
  }

  @Test
  void buffersThatTheKernelDoesNotTakeAreGivenAgainInTheNextTurn() {
    lendAll();
    lend(0, 1, 4);
    buffers.giveBack();
    List<Submission> given = ring.inFlight(Operation.PROVIDE_BUFFERS);

    try (CapturedLog log = CapturedLog.of(ReceiveBuffers.class, Level.WARN)) {
      ring.complete(given.get(0), 0, FakeLoop.NO_MORE);
      ring.complete(given.get(1), -Errno.ENOMEM, FakeLoop.NO_MORE);
      ring.complete(given.get(2), 0, FakeLoop.NO_MORE);
      completions.dispatch();
      assertThat(log.lines())
          .containsExactly(
              "WARN The kernel does not take receive buffers back (Cannot allocate memory); an event"
                  + " loop tries on.");
    }
    buffers.giveBack();

    assertThat(runs()).containsExactly("0+2", "4+1", "0+2");
  }

  private void lendAll() {
    buffers.giveBack();
    while (!ring.kernelBuffers().isEmpty()) {
      ring.takeBuffer();
    }
  }

  private void lend(int... ids) {
    for (int id : ids) {
      buffers.lend(id, 1);
    }
  }

  private List<String> runs() {
    return ring.submissions(Operation.PROVIDE_BUFFERS).stream()
        .skip(1)
        .map(run -> run.bufferId() + "+" + run.fd())
        .toList();
  }
}
