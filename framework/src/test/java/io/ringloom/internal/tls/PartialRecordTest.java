package io.ringloom.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.internal.buffer.Chunk;
import io.ringloom.internal.buffer.ChunkPool;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartialRecordTest {
  private static final int SLOT = 17_408;

  private final ChunkPool pool = new ChunkPool(SLOT, 10 * SLOT);
  private final PartialRecord partial = new PartialRecord(pool);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 5_000, 16_640})
  void aRecordInSingleBytesIsShownWithItsHeaderAndWhenItIsComplete(int length) {
    ByteBuffer record = record(length);
    for (int i = 0; i < record.capacity(); i++) {
      boolean shown = partial.take(record.slice(i, 1));

      boolean header = i == 4;
      boolean complete = i == record.capacity() - 1;
      assertThat(shown).as("after byte %d", i).isEqualTo(header || complete);
      if (shown && !complete) {
        partial.restore(partial.release());
      }
    }

    assertContent(record);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aRecordInPiecesIsPutTogether(long seed) {
    Random random = new Random(seed);
    ByteBuffer record = record(1 + random.nextInt(16_000));
    while (record.hasRemaining()) {
      int piece = Math.min(record.remaining(), 1 + random.nextInt(4_000));
      partial.take(record.slice(record.position(), piece));
      record.position(record.position() + piece);
    }

    assertContent(record.rewind());
  }

  @Test
  void whatFollowsARecordIsLeft() {
    ByteBuffer data = ByteBuffer.allocate(100);
    data.put(record(20)).put(record(30)).flip();

    assertThat(partial.take(data)).isTrue();

    assertThat(data.position()).isEqualTo(25);
    assertThat(data.remaining()).isEqualTo(35);
    pool.giveBack(partial.release());
    assertThat(partial.take(data)).isTrue();
    assertThat(data.hasRemaining()).isFalse();
  }

  @Test
  void aHeaderAloneTakesLittleMemoryWhateverItClaims() {
    partial.take(record(16_000).limit(5));

    Chunk chunk = partial.release();
    assertThat(chunk.capacity()).isLessThanOrEqualTo(64);
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void theMemoryIsAtMostTwiceWhatHasArrivedOrOneBlockOfThePool() {
    ByteBuffer record = record(16_000);
    for (int i = 0; i < record.capacity(); i++) {
      partial.take(record.slice(i, 1));

      Chunk chunk = partial.release();
      int arrived = i + 1;
      assertThat(chunk.capacity())
          .as("after %d bytes", arrived)
          .isLessThanOrEqualTo(arrived > SLOT / 16 ? SLOT : Math.max(64, 2 * arrived));
      partial.restore(chunk);
    }
    assertThat(pool.bytesInUse()).as("one block").isEqualTo(SLOT);
  }

  @Test
  void ofARecordThatIsTooLongTheHeaderIsEnough() {
    ByteBuffer record = ByteBuffer.allocate(100);
    record.put(new byte[] {23, 3, 3, (byte) 0xFF, (byte) 0xFF}).rewind();

    assertThat(partial.take(record)).isTrue();

    assertThat(record.position()).isEqualTo(5);
    assertThat(partial.release().size()).isEqualTo(5);
  }

  @Test
  void disposingGivesTheMemoryBack() {
    partial.take(record(10_000).limit(6_000));
    assertThat(partial.isEmpty()).isFalse();

    partial.dispose();
    partial.dispose();

    assertThat(partial.isEmpty()).isTrue();
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void whereThePoolIsExhaustedTheHeapServes() {
    PartialRecord poor = new PartialRecord(new ChunkPool(SLOT, 0));
    ByteBuffer record = record(10_000);

    assertThat(poor.take(record)).isTrue();

    Chunk chunk = poor.release();
    assertThat(chunk.isDirect()).isFalse();
    assertThat(chunk.content()).isEqualTo(record.rewind());
  }

  private void assertContent(ByteBuffer record) {
    Chunk chunk = partial.release();
    assertThat(chunk.content()).isEqualTo(record);
    pool.giveBack(chunk);
    assertThat(pool.bytesInUse()).isZero();
  }

  private static ByteBuffer record(int length) {
    byte[] body = new byte[length];
    new Random(length).nextBytes(body);
    ByteBuffer record = ByteBuffer.allocate(5 + length);
    return record.put(new byte[] {23, 3, 3}).putShort((short) length).put(body).rewind();
  }
}
