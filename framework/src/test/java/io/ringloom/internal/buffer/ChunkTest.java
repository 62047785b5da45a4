package io.ringloom.internal.buffer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkTest {
  private final Chunk chunk = new Chunk(ByteBuffer.allocate(8), false);

  @Test
  void appendingMovesAsManyBytesAsFitAndLeavesTheLimitOfTheSourceAlone() {
    ByteBuffer src = bytes(10);

    assertThat(chunk.append(src)).isEqualTo(8);

    assertThat(src.remaining()).isEqualTo(2);
    assertThat(src.limit()).isEqualTo(10);
    assertThat(chunk.room()).isZero();
    assertThat(chunk.size()).isEqualTo(8);
  }

  @Test
  void readingTheContentDoesNotEmptyTheChunkUntilThatIsSaid() {
    chunk.append(bytes(4));

    chunk.content().get();
    assertThat(chunk.size()).isEqualTo(4);
    assertThat(chunk.content().get()).isEqualTo((byte) 0);
    chunk.consumeRead();

    assertThat(chunk.size()).isEqualTo(3);
    assertThat(chunk.content().get()).isEqualTo((byte) 1);
  }

  @Test
  void compactingMakesRoomAndKeepsTheBytes() {
    chunk.append(bytes(8));
    chunk.consume(3);
    assertThat(chunk.room()).isZero();

    chunk.compact();

    assertThat(chunk.room()).isEqualTo(3);
    assertThat(chunk.content().get()).isEqualTo((byte) 3);
    assertThat(chunk.size()).isEqualTo(5);
  }

  @Test
  void behavesLikeAQueueOfBytesWhateverIsDoneToIt() {
    Random random = new Random(7);
    Deque<Byte> model = new ArrayDeque<>();
    byte next = 0;
    for (int step = 0; step < 10_000; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          ByteBuffer src = ByteBuffer.allocate(random.nextInt(4));
          while (src.hasRemaining()) {
            src.put(next++);
          }
          src.flip();
          int moved = chunk.append(src);
          for (int i = 0; i < moved; i++) {
            model.add(src.get(i));
          }
          next -= (byte) src.remaining();
        }
        case 1 -> {
          int count = random.nextInt(model.size() + 1);
          chunk.consume(count);
          drop(model, count);
        }
        case 2 -> {
          int count = random.nextInt(model.size() + 1);
          ByteBuffer content = chunk.content();
          content.position(content.position() + count);
          chunk.consumeRead();
          drop(model, count);
        }
        default -> chunk.compact();
      }
      assertThat(contentOf(chunk)).containsExactlyElementsOf(model);
      assertThat(chunk.room()).isLessThanOrEqualTo(chunk.capacity() - model.size());
    }
  }

  private static void drop(Deque<Byte> model, int count) {
    for (int i = 0; i < count; i++) {
      model.remove();
    }
  }

  private static List<Byte> contentOf(Chunk chunk) {
    ByteBuffer content = chunk.content();
    List<Byte> bytes = new ArrayList<>();
    while (content.hasRemaining()) {
      bytes.add(content.get());
    }
    return bytes;
  }

  private static ByteBuffer bytes(int count) {
    ByteBuffer buffer = ByteBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      buffer.put((byte) i);
    }
    return buffer.flip();
  }
}
