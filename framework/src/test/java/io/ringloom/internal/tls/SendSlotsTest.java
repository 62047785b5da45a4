package io.ringloom.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.internal.buffer.RecordBuffers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SendSlotsTest {
  private static final int SLOT = 16;

  private final RecordBuffers buffers = new RecordBuffers(SLOT, 3 * SLOT);
  private final SendSlots slots = new SendSlots(buffers);
  private byte next;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 8, 100})
  void everyPartialSendLeavesTheRestInOrder(int most) {
    for (int bytes : new int[] {1, 16, 7, 3, 16}) { // more than the pool has slots for
      make(bytes);
    }

    assertThat(sendAll(most)).isEqualTo(everything());
    assertThat(slots.isEmpty()).isTrue();
    assertThat(buffers.pool().bytesInUse()).isZero();
  }

  @Test
  void roomThatNothingWasPutIntoIsUsedForTheNextRecord() {
    slots.commit(slots.next());
    slots.commit(slots.next());
    assertThat(slots.isEmpty()).isTrue();
    assertThat(buffers.pool().bytesInUse()).isEqualTo(SLOT);

    make(5);

    assertThat(buffers.pool().bytesInUse()).isEqualTo(SLOT);
    assertThat(sendAll(100)).isEqualTo(everything());
  }

  @Test
  void roomThatNothingWasPutIntoIsGivenBack() {
    slots.commit(slots.next());

    slots.giveBackOpen();
    slots.giveBackOpen();

    assertThat(buffers.pool().bytesInUse()).isZero();
  }

  @Test
  void withoutAPoolRoomThatNothingWasPutIntoMakesNoRecord() {
    SendSlots poor = new SendSlots(new RecordBuffers(SLOT, 0));

    poor.commit(poor.next());

    assertThat(poor.isEmpty()).isTrue();
  }

  @Test
  void itIsFullWhenAGatheringSendIsFull() {
    for (int i = 0; i < RecordBuffers.MOST_SLOTS; i++) {
      assertThat(slots.isFull()).isFalse();
      make(1);
    }
    assertThat(slots.isFull()).isTrue();

    slots.settle(1);

    assertThat(slots.isFull()).isFalse();
  }

  @Test
  void moreThanThereIsCannotHaveBeenSent() {
    make(5);

    assertThatThrownBy(() -> slots.settle(6)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void disposingGivesEverythingBack() {
    make(5);
    make(5);
    slots.next();

    slots.dispose();

    assertThat(slots.isEmpty()).isTrue();
    assertThat(slots.isFull()).isFalse();
    assertThat(buffers.pool().bytesInUse()).isZero();
    assertThat(slots.gather(new ByteBuffer[4])).isZero();
  }

  private void make(int bytes) {
    ByteBuffer room = slots.next();
    assertThat(room.remaining()).isGreaterThanOrEqualTo(SLOT);
    for (int i = 0; i < bytes; i++) {
      room.put(next++);
    }
    slots.commit(room);
  }

  private byte[] everything() {
    byte[] all = new byte[next];
    for (byte i = 0; i < next; i++) {
      all[i] = i;
    }
    return all;
  }

  /** Sends like a system that takes a few bytes at a time. */
  private byte[] sendAll(int most) {
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    @Nullable ByteBuffer[] into = new ByteBuffer[RecordBuffers.MOST_SLOTS];
    while (!slots.isEmpty()) {
      int count = slots.gather(into);
      int bytes = 0;
      for (int i = 0; i < count; i++) {
        ByteBuffer record = Objects.requireNonNull(into[i]);
        while (record.hasRemaining() && bytes < most) {
          sent.write(record.get());
          bytes++;
        }
      }
      slots.settle(bytes);
    }
    return sent.toByteArray();
  }
}
