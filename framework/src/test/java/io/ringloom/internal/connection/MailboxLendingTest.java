package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Received bytes in memory of the driver, which the mailbox may use until the turn ends. */
class MailboxLendingTest {
  private static final long NEVER = WaitSet.NO_DEADLINE;

  private final ChunkPool pool = new ChunkPool(64, 100 * 64);
  private final Mailbox mailbox = new Mailbox(pool, true, 1000, 100);

  /** What comes next from the peer, and what the reader expects next: both count from zero. */
  private int sent;

  private int expected;

  @Test
  void bytesThatAreReadInTheSameTurnAreNotCopied() {
    deliver(10);
    assertThat(mailbox.isLending()).isTrue();

    read(10);

    assertThat(mailbox.isLending()).isFalse();
    assertThat(pool.bytesAllocated()).isZero();
  }

  @Test
  void bytesThatAreNotReadInTheSameTurnAreCopied() {
    ByteBuffer memory = deliver(10);
    read(3);

    endTurn(memory);

    assertThat(mailbox.isLending()).isFalse();
    assertThat(mailbox.waitingBytes()).isEqualTo(7);
    read(7);
  }

  @Test
  void aSecondDeliveryOfTheTurnComesBehindTheFirst() {
    ByteBuffer first = deliver(10);
    ByteBuffer second = deliver(10);
    read(3);

    endTurn(first, second);

    read(17);
  }

  @Test
  void aParserOnTheCarrierReadsInTheMemoryOfTheDriver() {
    ByteBuffer memory = deliver(10);

    assertThat(mailbox.takeFront(true, null, NEVER)).isEqualTo(10);

    assertThat(mailbox.front()).isSameAs(memory);
    assertThat(mailbox.isFrontLent()).isTrue();
  }

  @Test
  void aParserElsewhereGetsACopy() {
    ByteBuffer memory = deliver(10);

    assertThat(mailbox.takeFront(false, null, NEVER)).isEqualTo(10);

    assertThat(mailbox.front()).isNotSameAs(memory);
    endTurn(memory);
    parse(10);
  }

  @Test
  void aLentFrontOutlivesTheTurn() {
    ByteBuffer memory = deliver(10);
    mailbox.takeFront(true, null, NEVER);
    parse(4);

    endTurn(memory);

    assertThat(mailbox.isFrontLent()).isFalse();
    parse(6);
  }

  @Test
  void aLentFrontCanBeDetachedBeforeTheTurnEnds() {
    ByteBuffer memory = deliver(10);
    mailbox.takeFront(true, null, NEVER);
    parse(4);

    mailbox.detachFront();
    overwrite(memory);

    parse(6);
    endTurn(memory);
  }

  @Test
  void aFrontGrowsInOnePieceByWhatComesBehindIt() {
    ByteBuffer memory = deliver(10);
    mailbox.takeFront(true, null, NEVER);
    parse(4);
    ByteBuffer more = deliver(3);

    assertThat(mailbox.takeFront(true, null, NEVER)).isEqualTo(3);

    assertThat(mailbox.front().remaining()).isEqualTo(9);
    endTurn(memory, more);
    parse(9);
  }

  @Test
  void aReadTakesTheFrontFirst() {
    ByteBuffer memory = deliver(10);
    mailbox.takeFront(true, null, NEVER);
    parse(4);
    ByteBuffer more = deliver(3);

    read(9);

    assertThat(mailbox.isLending()).isTrue(); // the front may still be looked into
    endTurn(memory, more);
    assertThat(mailbox.isLending()).isFalse();
  }

  @Test
  void closingForgetsLentBytes() {
    ByteBuffer memory = deliver(10);
    mailbox.takeFront(true, null, NEVER);
    deliver(10);
    mailbox.close();

    endTurn(memory);

    assertThat(mailbox.waitingBytes()).isZero();
    assertThat(mailbox.front().hasRemaining()).isFalse();
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void aStreamThatBreaksKeepsLentBytes() {
    ByteBuffer memory = deliver(10);
    mailbox.fail();
    mailbox.dispose();

    endTurn(memory);

    read(10);
  }

  @Test
  void bytesThatComeOneByOneGrowAFrontThatIsNotReadToItsEnd() {
    for (int i = 0; i < 500; i++) {
      ByteBuffer memory = deliver(1);
      assertThat(mailbox.takeFront(true, null, NEVER)).isEqualTo(1);
      endTurn(memory);
    }

    assertThat(mailbox.front().remaining()).isEqualTo(500);
    parse(500);
  }

  @Test
  void everyByteIsReadOnceAndInOrderWhateverReadsIt() {
    Random random = new Random(3);
    for (int turn = 0; turn < 5_000; turn++) {
      ByteBuffer[] memory = new ByteBuffer[random.nextInt(3)];
      for (int i = 0; i < memory.length; i++) {
        memory[i] = deliver(random.nextInt(8) == 0 ? 150 : 1 + random.nextInt(20));
      }
      for (int step = random.nextInt(5); step > 0; step--) {
        readSomehow(random);
      }
      endTurn(memory);
      if (random.nextBoolean()) {
        readSomehow(random);
      }
      int left = mailbox.front().remaining() + mailbox.waitingBytes();
      assertThat(left).isEqualTo(sent - expected);
    }
    mailbox.close();
    mailbox.releaseFront();
    assertThat(pool.bytesInUse()).isZero();
  }

  private void readSomehow(Random random) {
    int left = sent - expected;
    switch (random.nextInt(4)) {
      case 0 -> {
        if (left > 0) {
          read(1 + random.nextInt(left));
        }
      }
      case 1 -> mailbox.detachFront();
      case 2 -> mailbox.takeFront(random.nextBoolean(), null, NEVER);
      default -> parse(random.nextInt(mailbox.front().remaining() + 1));
    }
  }

  private ByteBuffer deliver(int bytes) {
    ByteBuffer memory = ByteBuffer.allocate(bytes);
    while (memory.hasRemaining()) {
      memory.put((byte) sent++);
    }
    mailbox.deliver(memory.flip());
    return memory;
  }

  /** Ends the turn: the driver overwrites its memory afterwards. */
  private void endTurn(ByteBuffer... memory) {
    mailbox.reclaim();
    for (ByteBuffer buffer : memory) {
      overwrite(buffer);
    }
  }

  private static void overwrite(ByteBuffer memory) {
    for (int i = 0; i < memory.capacity(); i++) {
      memory.put(i, (byte) -1);
    }
  }

  private void read(int bytes) {
    ByteBuffer dst = ByteBuffer.allocate(bytes);
    assertThat(mailbox.read(dst, null, NEVER)).isEqualTo(bytes);
    check(dst.flip(), bytes);
  }

  private void parse(int bytes) {
    check(mailbox.front(), bytes);
  }

  private void check(ByteBuffer bytes, int count) {
    for (int i = 0; i < count; i++) {
      assertThat(bytes.get()).isEqualTo((byte) expected++);
    }
  }
}
