package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The kernel has as many receive buffers as connections need at once, not all that there are. */
class ReceiveBufferDemandTest {
  private static final int BUFFERS = 100;
  private static final int FEW = 32;

  /** After as many turns with bytes, what the kernel needed is looked at. */
  private static final int TURNS = 4096;

  private final FakeRing ring = new FakeRing();
  private final ReceiveBuffers buffers =
      new ReceiveBuffers(
          ring,
          new Completions(),
          UringOptions.builder().receiveBuffers(BUFFERS).receiveBufferBytes(64).build());

  @BeforeEach
  void give() {
    buffers.giveBack();
  }

  @Test
  void theKernelGetsAFewAtFirst() {
    assertThat(kernelHas()).isEqualTo(FEW);
  }

  @Test
  void whatWasLentIsGivenBackAndNothingElse() {
    int first = use();
    int second = use();

    buffers.giveBack();

    assertThat(kernelHas()).isEqualTo(FEW);
    assertThat(ring.kernelBuffers().get(first)).isTrue();
    assertThat(ring.kernelBuffers().get(second)).isTrue();
  }

  @Test
  void eachConnectionThatFindsNoneAddsOne() {
    buffers.ranOut();
    buffers.ranOut();

    buffers.giveBack();

    assertThat(kernelHas()).isEqualTo(FEW + 2);
    assertThat(buffers.wanted()).isEqualTo(FEW + 2);
  }

  @Test
  void theKernelDoesNotGetMoreThanThereAre() {
    need(10 * BUFFERS);

    assertThat(kernelHas()).isEqualTo(BUFFERS);
    assertThat(buffers.wanted()).isEqualTo(BUFFERS);
  }

  @Test
  void whatIsNotNeededIsKeptBackAfterManyTurns() {
    need(40);

    turnsWithOneBuffer(TURNS - 1);
    assertThat(kernelHas()).isEqualTo(FEW + 40);

    turnsWithOneBuffer(2 * BUFFERS);
    assertThat(kernelHas()).isEqualTo(FEW);
  }

  @Test
  void oneBusyTurnInManyKeepsTwiceWhatItUsed() {
    need(40);
    for (int i = 0; i < 30; i++) {
      use();
    }
    buffers.giveBack();

    turnsWithOneBuffer(TURNS + BUFFERS);

    assertThat(kernelHas()).isEqualTo(60);
  }

  @Test
  void turnsWithoutBytesDoNotCount() {
    need(40);

    for (int i = 0; i < 2 * TURNS; i++) {
      buffers.giveBack();
    }
    use();
    buffers.giveBack();

    assertThat(kernelHas()).isEqualTo(FEW + 40);
  }

  private void need(int more) {
    for (int i = 0; i < more; i++) {
      buffers.ranOut();
    }
    buffers.giveBack();
  }

  private void turnsWithOneBuffer(int turns) {
    for (int i = 0; i < turns; i++) {
      use();
      buffers.giveBack();
    }
  }

  private int use() {
    int id = ring.takeBuffer();
    buffers.lend(id, 1);
    return id;
  }

  private int kernelHas() {
    return ring.kernelBuffers().cardinality();
  }
}
