package io.ringloom.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.internal.buffer.RecordBuffers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataCursorTest {
  private final RecordBuffers buffers = new RecordBuffers(17_408, 0);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @DisplayName("every byte of any buffers comes once and in order, however many are used at a time")
  void everyByteComesOnceAndInOrder(long seed) {
    Random random = new Random(seed);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    List<ByteBuffer> data = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      int size = random.nextInt(4) == 0 ? random.nextInt(40_000) : random.nextInt(100);
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      expected.writeBytes(bytes);
      boolean direct = random.nextBoolean();
      data.add((direct ? ByteBuffer.allocateDirect(size) : ByteBuffer.allocate(size)).put(bytes));
      data.get(i).flip();
    }
    DataCursor cursor = new DataCursor(data.toArray(new ByteBuffer[0]), data.size());

    ByteArrayOutputStream used = new ByteArrayOutputStream();
    while (cursor.hasRemaining()) {
      ByteBuffer part = cursor.next(buffers);
      assertThat(part.isDirect()).isTrue();
      assertThat(part.hasRemaining()).isTrue();
      int most = Math.min(part.remaining(), RecordBuffers.RECORD_DATA_BYTES);
      byte[] bytes = new byte[random.nextInt(3) == 0 ? random.nextInt(most + 1) : most];
      part.get(bytes);
      used.writeBytes(bytes);
      cursor.consumed(bytes.length);
    }

    assertThat(used.toByteArray()).isEqualTo(expected.toByteArray());
    assertThat(data).allSatisfy(buffer -> assertThat(buffer.hasRemaining()).isFalse());
  }

  @Test
  void smallBuffersAreGatheredIntoOneRecord() {
    ByteBuffer[] data = {direct(10), ByteBuffer.allocate(0), ByteBuffer.allocate(20), direct(30)};
    DataCursor cursor = new DataCursor(data, data.length);

    assertThat(cursor.next(buffers).remaining()).isEqualTo(60);

    cursor.consumed(60);
    assertThat(cursor.hasRemaining()).isFalse();
  }

  @Test
  void whatWasNotUsedComesAgain() {
    ByteBuffer[] data = {direct(10), direct(20)};
    DataCursor cursor = new DataCursor(data, data.length);
    ByteBuffer first = cursor.next(buffers);
    byte[] bytes = new byte[30];
    first.get(bytes);

    cursor.consumed(0);

    assertThat(cursor.next(buffers)).isEqualTo(ByteBuffer.wrap(bytes));
    assertThat(data[0].position()).isZero();
  }

  @Test
  void aLargeDirectBufferIsUsedWhereItLies() {
    ByteBuffer large = direct(100_000);
    DataCursor cursor = new DataCursor(new ByteBuffer[] {large, direct(1)}, 2);

    assertThat(cursor.next(buffers)).isSameAs(large);
  }

  @Test
  void theLastDirectBufferIsUsedWhereItLiesHoweverSmall() {
    ByteBuffer last = direct(1);
    DataCursor cursor = new DataCursor(new ByteBuffer[] {direct(0), last, direct(5)}, 2);

    assertThat(cursor.next(buffers)).isSameAs(last);
    last.get();
    cursor.consumed(1);
    assertThat(cursor.hasRemaining()).as("behind the count").isFalse();
  }

  @Test
  void emptyBuffersAreNothing() {
    ByteBuffer[] data = {direct(0), ByteBuffer.allocate(0)};

    assertThat(new DataCursor(data, 2).hasRemaining()).isFalse();
    assertThat(new DataCursor(data, 0).hasRemaining()).isFalse();
  }

  private static ByteBuffer direct(int bytes) {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    return ByteBuffer.allocateDirect(bytes).put(content).flip();
  }
}
