package io.ringloom.internal.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class MailboxTest {
  private static final int CHUNK = 64;
  private static final long NEVER = WaitSet.NO_DEADLINE;

  private final ChunkPool pool = new ChunkPool(CHUNK, 100 * CHUNK);
  private final Mailbox mailbox = new Mailbox(pool, false, 20, 6);
  private final Thread reader = new Thread(() -> {});

  @Test
  void aReaderThatFindsNothingIsWokenByTheNextBytes() {
    assertThat(read(4)).isEqualTo(Mailbox.NOTHING);

    assertThat(deliver(3)).isTrue();

    assertThat(deliver(3)).isFalse();
    assertThat(read(10)).isEqualTo(6);
  }

  @Test
  void aReaderThatStopsToWaitIsNotWoken() {
    read(1);
    mailbox.stopWaiting(reader);

    assertThat(deliver(1)).isFalse();
  }

  @Test
  void receivingPausesAtTheHighWatermarkAndGoesOnAtTheLowOne() {
    deliver(19);
    assertThat(mailbox.isPaused()).isFalse();
    deliver(1);
    assertThat(mailbox.isPaused()).isTrue();

    read(13);
    assertThat(mailbox.wantsResume()).isFalse();
    assertThat(mailbox.resumeWhenLow()).isFalse();
    read(1);
    assertThat(mailbox.wantsResume()).isTrue();
    assertThat(mailbox.resumeWhenLow()).isTrue();
    assertThat(mailbox.isPaused()).isFalse();
    assertThat(mailbox.resumeWhenLow()).isFalse();
  }

  @Test
  void theFrontOfAParserDoesNotCountForTheWatermarks() {
    deliver(20);

    mailbox.takeFront(false, null, NEVER);

    assertThat(mailbox.waitingBytes()).isZero();
    assertThat(mailbox.wantsResume()).isTrue();
  }

  @Test
  void theEndOfTheStreamComesAfterTheBytesBeforeIt() {
    deliver(3);
    mailbox.end();

    assertThat(read(10)).isEqualTo(3);
    assertThat(read(10)).isEqualTo(Mailbox.END);
    assertThat(mailbox.takeFront(false, null, NEVER)).isEqualTo(Mailbox.END);
  }

  @Test
  void aStreamThatBrokeStillGivesWhatHadComeBefore() {
    deliver(3);
    read(1);
    mailbox.fail();
    mailbox.dispose();

    assertThat(read(10)).isEqualTo(2);
    assertThat(read(10)).isEqualTo(Mailbox.CLOSED);
    assertThat(deliver(1)).isFalse();
    assertThat(read(10)).isEqualTo(Mailbox.CLOSED);
  }

  @Test
  void aBrokenStreamWakesItsReader() {
    read(1);

    assertThat(mailbox.fail()).isSameAs(reader);
  }

  @Test
  void aClosedMailboxDropsEverythingAndTakesNothing() {
    deliver(CHUNK);
    mailbox.close();
    deliver(CHUNK);

    assertThat(pool.bytesInUse()).isZero();
    assertThat(read(10)).isEqualTo(Mailbox.CLOSED);
    assertThat(mailbox.takeFront(false, null, NEVER)).isEqualTo(Mailbox.CLOSED);
    mailbox.end();
    assertThat(mailbox.state()).isEqualTo(Mailbox.State.CLOSED);
  }

  @Test
  void aFrontThatAParserLooksIntoOutlivesTheMailboxUntilItIsReleased() {
    deliver(CHUNK);
    mailbox.takeFront(false, null, NEVER);
    ByteBuffer front = mailbox.front();

    mailbox.close();
    assertThat(pool.bytesInUse()).isEqualTo(CHUNK);
    assertThat(front.remaining()).isEqualTo(CHUNK);

    mailbox.releaseFront();
    assertThat(pool.bytesInUse()).isZero();
    assertThat(pool.bytesAllocated()).isEqualTo(CHUNK);
  }

  @Test
  void aFrontThatNobodyReleasesIsLeftToTheGarbageCollector() {
    deliver(CHUNK);
    mailbox.takeFront(false, null, NEVER);
    ByteBuffer front = mailbox.front();
    mailbox.close();

    mailbox.abandonFront();
    mailbox.abandonFront();

    assertThat(front.remaining()).isEqualTo(CHUNK);
    assertThat(pool.bytesInUse()).isZero();
    assertThat(pool.bytesAllocated()).isZero();
  }

  @Test
  void drainingEndsReadsThatWouldWaitAndNoOthers() {
    deliver(2);
    mailbox.drain();
    assertThat(read(10)).isEqualTo(2);
    assertThat(read(10)).isEqualTo(Mailbox.END);

    deliver(3);

    assertThat(read(10)).isEqualTo(3);
  }

  @Test
  void anEndedStreamIsNotOpenedAgainByDraining() {
    mailbox.end();
    mailbox.drain();

    assertThat(mailbox.state()).isEqualTo(Mailbox.State.ENDED);
  }

  @Test
  void aReaderWhoseDeadlineHasPassedIsWokenAndLosesNoByte() {
    mailbox.read(ByteBuffer.allocate(1), reader, 10);
    assertThat(mailbox.soonestDeadline()).isEqualTo(10);
    assertThat(mailbox.takeExpired(9)).isNull();
    assertThat(mailbox.takeExpired(10)).isSameAs(reader);

    deliver(1);

    assertThat(mailbox.read(ByteBuffer.allocate(1), null, 10)).isEqualTo(1);
  }

  @Test
  void readChunksGoBackToThePool() {
    deliver(CHUNK);
    deliver(CHUNK);
    assertThat(pool.bytesInUse()).isEqualTo(2 * CHUNK);

    read(CHUNK + 1);
    assertThat(pool.bytesInUse()).isEqualTo(CHUNK);
    read(CHUNK);
    assertThat(pool.bytesInUse()).isZero();
  }

  private int read(int most) {
    return mailbox.read(ByteBuffer.allocate(most), reader, NEVER);
  }

  private boolean deliver(int bytes) {
    return mailbox.deliver(ByteBuffer.allocate(bytes)) == reader;
  }
}
