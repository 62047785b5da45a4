package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.internal.buffer.ChunkPool;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutboxTest {
  private static final int CHUNK = 8;
  private static final int HIGH = 20;
  private static final int LOW = 6;
  private static final long NEVER = WaitSet.NO_DEADLINE;

  private final ChunkPool pool = new ChunkPool(CHUNK, 10 * CHUNK);
  private final Outbox outbox = new Outbox(pool, HIGH, LOW);
  private final Thread waiter = new Thread(() -> {});
  private final ByteArrayOutputStream peer = new ByteArrayOutputStream();
  private byte next;

  @Test
  void smallWritesShareAChunk() {
    write(3);
    write(3);

    assertThat(pool.bytesInUse()).isEqualTo(CHUNK);
    assertThat(outbox.gather(new ByteBuffer[4])).isEqualTo(1);
  }

  @Test
  void aWriteMayBeginInOneChunkAndEndInTheNext() {
    write(5);
    write(5);

    sendAll();

    assertPeerHasEverything();
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void aGatheringWriteIsCopiedInOrderAcrossChunksAndEmptyBuffers() {
    write(5);
    ByteBuffer[] srcs = {content(0), content(2), content(0), content(4), content(2), content(0)};

    assertThat(outbox.write(srcs, 0, 6, 8, waiter, NEVER)).isEqualTo(Outbox.DONE);
    sendAll();

    assertPeerHasEverything();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 9, 13, 100})
  void everyPartialSendLeavesTheRestInOrder(int most) {
    write(5);
    borrow(direct(content(11)));
    write(7);
    borrow(content(3));

    sendAll(most);

    assertPeerHasEverything();
    assertThat(pool.bytesInUse()).isZero();
    assertThat(outbox.hasMoreToSend()).isFalse();
  }

  @Test
  void aLargeBufferOfTheHeapIsSentInPartsSinceTheTransportHasToCopyIt() {
    BorrowedWrite[] writes = borrow(ByteBuffer.allocate(200 * 1024));

    outbox.gather(new ByteBuffer[4]);

    assertThat(outbox.offeredBytes()).isEqualTo(64 * 1024);
    outbox.settle(64 * 1024, true);
    assertThat(writes[0].consumed()).isEqualTo(64 * 1024);
    assertThat(outbox.hasMoreToSend()).isTrue();
  }

  @Test
  void aBorrowedBufferIsAtItsEndWhenItWasSent() {
    ByteBuffer src = content(30);
    borrow(src);

    sendAll(7);

    assertThat(src.position()).isEqualTo(30);
    assertThat(src.limit()).isEqualTo(30);
  }

  @Test
  void anEmptyBufferAmongBorrowedOnesDoesNotStayInTheQueue() {
    borrow(content(9), content(0));

    gatherAndSettle(100);

    // The loop sends until nothing is left: what can never be settled would hold it for ever.
    assertThat(outbox.hasMoreToSend()).isFalse();
    assertThat(outbox.finish()).isTrue();
    assertThat(outbox.finishNow()).isTrue();
  }

  @Test
  void aWriteWaitsOverTheHighWatermarkAndGoesOnBelowTheLowOne() {
    write(8);
    write(8);
    write(8);
    assertThat(outbox.write(content(1), waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);

    assertThat(gatherAndSettle(17)).isNull();
    assertThat(gatherAndSettle(1)).isSameAs(waiter);
  }

  @Test
  void aWriteThatFillsTheOutboxToItsHighWatermarkDoesNotMakeTheNextOneWait() {
    write(8);
    write(8);
    write(4);

    assertThat(outbox.write(content(1), waiter, NEVER)).isEqualTo(Outbox.DONE);
    assertThat(outbox.write(content(1), waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);
  }

  @Test
  void aUsedUpPoolTakesNothingOfAWrite() {
    Outbox poor = new Outbox(new ChunkPool(CHUNK, 0), HIGH, LOW);
    ByteBuffer src = content(3);

    assertThat(poor.write(src, waiter, NEVER)).isEqualTo(Outbox.NO_CHUNK);

    assertThat(src.remaining()).isEqualTo(3);
    assertThat(poor.acceptedBytes()).isZero();
  }

  @Test
  void whoWaitsForItsBytesIsWokenWhenTheLastOfThemIsSent() {
    write(3);
    long count = outbox.acceptedBytes();
    write(3);
    assertThat(outbox.awaitSettled(count, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);

    assertThat(gatherAndSettle(2)).isNull();
    assertThat(gatherAndSettle(1)).isSameAs(waiter);
    assertThat(outbox.awaitSettled(count, waiter, NEVER)).isEqualTo(Outbox.DONE);
  }

  @Test
  void bytesThatAreWrittenDuringASendAreNotTakenForSent() {
    write(3);
    outbox.gather(new ByteBuffer[4]);
    write(3);

    outbox.settle(3, true);

    assertThat(outbox.hasMoreToSend()).isTrue();
    sendAll();
    assertThat(peer.toByteArray()).containsExactly(3, 4, 5);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void withdrawnBytesAreNotSentWhereverTheyStand(int withdrawn) {
    BorrowedWrite[][] writes = new BorrowedWrite[3][];
    for (int i = 0; i < 3; i++) {
      writes[i] = borrow(content(4));
    }
    long count = outbox.acceptedBytes();

    assertThat(outbox.withdraw(writes[withdrawn], 0, Long.MAX_VALUE, waiter)).isTrue();
    sendAll();

    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    for (byte b = 0; b < 12; b++) {
      if (b / 4 != withdrawn) {
        expected.write(b);
      }
    }
    assertThat(peer.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(outbox.awaitSettled(count, waiter, NEVER)).isEqualTo(Outbox.DONE);
    assertThat(outbox.finish()).isTrue();
    assertThat(outbox.finishNow()).isTrue();
  }

  @Test
  void withdrawingEverythingLeavesNothingBeforeTheEndOfTheStream() {
    BorrowedWrite[] writes = borrow(content(4), content(4));
    outbox.withdraw(writes, 0, Long.MAX_VALUE, waiter);
    outbox.finish();

    assertThat(outbox.finishNow()).isTrue();
  }

  @Test
  void whatWasSentBeforeABufferIsWithdrawnCounts() {
    ByteBuffer src = content(10);
    BorrowedWrite[] writes = borrow(src);
    gatherAndSettle(4);

    assertThat(outbox.withdraw(writes, 0, Long.MAX_VALUE, waiter)).isTrue();

    assertThat(writes[0].consumed()).isEqualTo(4);
    assertThat(src.position()).isEqualTo(4);
    assertThat(src.limit()).isEqualTo(10);
  }

  @Test
  void aBufferThatIsBeingSentIsGivenBackAfterTheSend() {
    BorrowedWrite[] writes = borrow(content(10));
    outbox.gather(new ByteBuffer[4]);

    assertThat(outbox.withdraw(writes, 0, Long.MAX_VALUE, waiter)).isFalse();
    assertThat(outbox.settle(3, true)).isSameAs(waiter);

    assertThat(outbox.withdraw(writes, 0, Long.MAX_VALUE, waiter)).isTrue();
    assertThat(writes[0].consumed()).isEqualTo(3);
  }

  @Test
  void aBufferThatTheSystemStillUsesIsReturnedWhenItIsReleased() {
    long end = borrowAndCount(direct(content(10)));
    outbox.gather(new ByteBuffer[4]);
    assertThat(outbox.offersBorrowed()).isTrue();
    outbox.hold();
    outbox.settle(10, true);

    assertThat(outbox.awaitSettled(end, waiter, NEVER)).as("a flush").isEqualTo(Outbox.DONE);
    assertThat(outbox.awaitReturned(0, end, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);
    assertThat(outbox.release()).isSameAs(waiter);
    assertThat(outbox.awaitReturned(0, end, waiter, NEVER)).isEqualTo(Outbox.DONE);
  }

  @Test
  void aBufferBeforeTheOneThatTheSystemUsesIsReturnedAtOnce() {
    long first = borrowAndCount(direct(content(10)));
    gatherAndSettle(10);
    BorrowedWrite[] second = borrow(direct(content(10)));
    outbox.gather(new ByteBuffer[4]);
    outbox.hold();
    outbox.settle(4, true);

    assertThat(outbox.awaitReturned(0, first, waiter, NEVER)).isEqualTo(Outbox.DONE);
    assertThat(outbox.isHeld(0, first)).isFalse();
    assertThat(outbox.isHeld(first, first + 10)).isTrue();
    assertThat(outbox.withdraw(second, first, first + 10, waiter)).isFalse();
    assertThat(outbox.release()).isSameAs(waiter);
    assertThat(outbox.withdraw(second, first, first + 10, waiter)).isTrue();
  }

  @Test
  void aBufferBehindTheOneThatTheSystemUsesIsReturnedWhenItIsSent() {
    borrow(direct(content(10)));
    outbox.gather(new ByteBuffer[4]);
    outbox.hold();
    outbox.settle(10, true);
    long second = borrowAndCount(direct(content(10)));
    gatherAndSettle(10);

    assertThat(outbox.awaitReturned(second - 10, second, waiter, NEVER)).isEqualTo(Outbox.DONE);
    assertThat(outbox.awaitReturned(second - 20, second - 10, waiter, NEVER))
        .isEqualTo(Outbox.NO_ROOM);
  }

  @Test
  void onlyAfterItsSendIsABufferStuckInTheSystem() {
    borrow(direct(content(10)));
    outbox.gather(new ByteBuffer[4]);
    outbox.hold();
    assertThat(outbox.isStuck(0, 10)).isFalse();

    outbox.settle(10, true);

    assertThat(outbox.isStuck(0, 10)).isTrue();
    outbox.release();
    assertThat(outbox.isStuck(0, 10)).isFalse();
  }

  @Test
  void copiedBytesAndSeveralBuffersAreNoSingleBorrowedOne() {
    write(3);
    outbox.gather(new ByteBuffer[4]);
    assertThat(outbox.offersBorrowed()).isFalse();
    outbox.settle(3, true);

    borrow(direct(content(10)), direct(content(10)));
    outbox.gather(new ByteBuffer[4]);
    assertThat(outbox.offersBorrowed()).isFalse();
  }

  @Test
  void nothingIsAcceptedBehindTheEndOfTheStream() {
    write(3);
    assertThat(outbox.finish()).isTrue();
    assertThat(outbox.finish()).isFalse();

    assertThat(outbox.write(content(1), waiter, NEVER)).isEqualTo(Outbox.CLOSED);
    assertThat(outbox.borrow(new BorrowedWrite[] {new BorrowedWrite(content(1))}))
        .isEqualTo(Outbox.CLOSED);
    assertThat(outbox.finishNow()).isFalse();
    next = 3;
    sendAll();
    assertPeerHasEverything();
    assertThat(outbox.isFinishSeen()).isTrue();
    assertThat(outbox.finishNow()).isTrue();
    assertThat(outbox.finishNow()).isFalse();
  }

  @Test
  void bytesThatTheChannelHoldsBackSettleWhenItIsDrained() {
    write(3);
    long count = outbox.acceptedBytes();
    outbox.gather(new ByteBuffer[4]);
    assertThat(outbox.awaitSettled(count, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);

    assertThat(outbox.settle(3, false)).isNull();
    assertThat(outbox.awaitSettled(count, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);
    assertThat(pool.bytesInUse()).as("their memory is not needed any more").isZero();
    assertThat(outbox.drained()).isSameAs(waiter);

    assertThat(outbox.awaitSettled(count, waiter, NEVER)).isEqualTo(Outbox.DONE);
  }

  @Test
  void bytesThatAreHeldBackCountForTheWatermarks() {
    write(8);
    write(8);
    write(8);
    outbox.gather(new ByteBuffer[4]);
    outbox.settle(24, false);

    assertThat(outbox.write(content(1), waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);
    assertThat(outbox.drained()).isSameAs(waiter);
    next--;
    write(1);
  }

  @Test
  void bytesThatAreHeldBackSettleTogetherWithThoseAfterThem() {
    write(3);
    outbox.gather(new ByteBuffer[4]);
    outbox.settle(3, false);
    write(4);
    outbox.gather(new ByteBuffer[4]);

    outbox.settle(4, true);

    assertThat(outbox.awaitSettled(7, waiter, NEVER)).isEqualTo(Outbox.DONE);
  }

  @Test
  void nothingSettlesTwice() {
    write(3);
    outbox.gather(new ByteBuffer[4]);
    outbox.settle(3, false);
    outbox.drained();
    outbox.drained();
    write(3);

    assertThat(outbox.awaitSettled(3, waiter, NEVER)).isEqualTo(Outbox.DONE);
    assertThat(outbox.awaitSettled(4, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);
  }

  @Test
  void withdrawnBytesBehindHeldBackOnesSettleTogetherWithThem() {
    write(3);
    BorrowedWrite[] writes = borrow(content(10));
    outbox.gather(new ByteBuffer[4]);
    outbox.settle(3, false);
    write(2);
    outbox.withdraw(writes, 3, 13, waiter);
    long end = outbox.acceptedBytes();
    outbox.gather(new ByteBuffer[4]); // drops the buffer
    assertThat(outbox.awaitSettled(3, waiter, NEVER))
        .as("the bytes before them")
        .isEqualTo(Outbox.NO_ROOM);
    outbox.settle(0, false);

    assertThat(outbox.drained()).isSameAs(waiter);

    assertThat(outbox.awaitSettled(13, waiter, NEVER)).isEqualTo(Outbox.DONE);
    assertThat(outbox.awaitSettled(end, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);
  }

  @Test
  void theEndOfTheStreamDoesNotWaitForWhatTheChannelHoldsBack() {
    write(3);
    outbox.finish();
    outbox.gather(new ByteBuffer[4]);

    outbox.settle(3, false);

    assertThat(outbox.finishNow()).as("the channel sends in order").isTrue();
  }

  @Test
  void aBrokenConnectionKeepsABufferUntilItsSendHasEnded() {
    borrow(content(10));
    outbox.gather(new ByteBuffer[4]);
    outbox.close();

    // The transport may still read the writer's buffer.
    assertThat(outbox.awaitSettled(10, waiter, NEVER)).isEqualTo(Outbox.NO_ROOM);

    outbox.dispose();
    assertThat(outbox.awaitSettled(10, waiter, NEVER)).isEqualTo(Outbox.CLOSED);
  }

  @Test
  void aClosedOutboxTakesNothingAndGivesItsChunksBack() {
    write(8);
    write(8);
    outbox.close();
    outbox.dispose();

    assertThat(pool.bytesInUse()).isZero();
    assertThat(outbox.write(content(1), waiter, NEVER)).isEqualTo(Outbox.CLOSED);
    assertThat(outbox.awaitSettled(16, waiter, NEVER)).isEqualTo(Outbox.CLOSED);
    assertThat(outbox.gather(new ByteBuffer[4])).isZero();
    assertThat(outbox.finish()).isFalse();
  }

  @Test
  void aWriterWhoseDeadlineHasPassedIsWoken() {
    write(1);
    outbox.awaitSettled(1, waiter, 50);

    assertThat(outbox.soonestDeadline()).isEqualTo(50);
    assertThat(outbox.takeExpired(49)).isNull();
    assertThat(outbox.takeExpired(50)).isSameAs(waiter);
  }

  private void write(int bytes) {
    assertThat(outbox.write(content(bytes), waiter, NEVER)).isEqualTo(Outbox.DONE);
  }

  private BorrowedWrite[] borrow(ByteBuffer... srcs) {
    BorrowedWrite[] writes = new BorrowedWrite[srcs.length];
    for (int i = 0; i < srcs.length; i++) {
      writes[i] = new BorrowedWrite(srcs[i]);
    }
    assertThat(outbox.borrow(writes)).isEqualTo(outbox.acceptedBytes());
    return writes;
  }

  private long borrowAndCount(ByteBuffer src) {
    borrow(src);
    return outbox.acceptedBytes();
  }

  /** Sends like a peer that takes a few bytes at a time, until all is sent. */
  private void sendAll(int most) {
    int idle = 0;
    while (idle < 2) {
      int before = peer.size();
      gatherAndSettle(most);
      idle = peer.size() == before ? idle + 1 : 0;
    }
  }

  private void sendAll() {
    sendAll(Integer.MAX_VALUE);
  }

  private @Nullable Thread gatherAndSettle(int most) {
    @Nullable ByteBuffer[] buffers = new ByteBuffer[3];
    int count = outbox.gather(buffers);
    int sent = 0;
    for (int i = 0; i < count; i++) {
      ByteBuffer content = Objects.requireNonNull(buffers[i]);
      while (content.hasRemaining() && sent < most) {
        peer.write(content.get());
        sent++;
      }
    }
    return outbox.settle(sent, true);
  }

  private void assertPeerHasEverything() {
    byte[] expected = new byte[next];
    for (byte i = 0; i < next; i++) {
      expected[i] = i;
    }
    assertThat(peer.toByteArray()).isEqualTo(expected);
  }

  private ByteBuffer content(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      buffer.put(next++);
    }
    return buffer.flip();
  }

  private static ByteBuffer direct(ByteBuffer content) {
    return ByteBuffer.allocateDirect(content.remaining()).put(content).flip();
  }
}
