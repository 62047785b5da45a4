package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class MessageMemoryTest {
  private static final int HEADER_BYTES = 56;

  private final MessageMemory memory = new MessageMemory();
  private final ByteBuffer first = ByteBuffer.allocateDirect(10).position(2).limit(5);
  private final ByteBuffer second = ByteBuffer.allocateDirect(4);
  private final ByteBuffer[] both = {first, second};

  /** By {@code struct msghdr} and {@code struct iovec} of Linux on processors of 64 bits. */
  @Test
  void aMessageIsAHeaderThatPointsToItsPieces() {
    long message = memory.message(both, 2, new BufferAddresses());

    long pieces = message + HEADER_BYTES;
    assertThat(bytes(message, HEADER_BYTES + 32))
        .isEqualTo(
            ByteBuffer.allocate(HEADER_BYTES + 32)
                .order(ByteOrder.nativeOrder())
                .putLong(0) // no name
                .putLong(0) // of no length
                .putLong(pieces)
                .putLong(2)
                .putLong(0) // no control data
                .putLong(0) // of no length
                .putLong(0) // no flags
                .putLong(Memory.address(first))
                .putLong(3)
                .putLong(Memory.address(second))
                .putLong(4)
                .flip());
  }

  @Test
  void anAddressIsWhereThePositionOfABufferLies() {
    ByteBuffer whole = first.duplicate().clear();

    assertThat(Memory.address(first)).isEqualTo(Memory.address(whole) + 2);
  }

  @Test
  void messagesLieBesideEachOther() {
    long one = memory.message(both, 2, new BufferAddresses());
    long two = memory.message(both, 1, new BufferAddresses());

    assertThat(two).isEqualTo(one + HEADER_BYTES + 32);
    assertThat(FakeRing.readLong(one + 24)).isEqualTo(2);
    assertThat(FakeRing.readLong(two + 24)).isEqualTo(1);
  }

  @Test
  void memoryThatIsUsedAgainHoldsNothingOfTheLastMessage() {
    long before = memory.message(both, 2, new BufferAddresses());
    memory.reset();
    memory.message(both, 1, new BufferAddresses());
    long after = memory.message(both, 2, new BufferAddresses()); // begins where pieces have been

    assertThat(after).isEqualTo(before + HEADER_BYTES + 16);
    assertThat(FakeRing.readLong(after)).isZero();
    assertThat(FakeRing.readLong(after + 8)).isZero();
    assertThat(FakeRing.readLong(after + 32)).isZero();
    assertThat(FakeRing.readLong(after + 40)).isZero();
    assertThat(FakeRing.readLong(after + 48)).isZero();
  }

  @Test
  void thereIsRoomUntilAMessageWouldNotFit() {
    int messages = 0;
    long start = memory.message(both, 2, new BufferAddresses());
    long last = start;
    while (memory.hasRoom(2)) {
      last = memory.message(both, 2, new BufferAddresses());
      messages++;
    }

    int most = 64 * 1024 / (HEADER_BYTES + 32);
    assertThat(messages).isEqualTo(most - 1);
    assertThat(last - start).isEqualTo((most - 1L) * (HEADER_BYTES + 32));
    assertThat(memory.hasRoom(64)).isFalse();

    memory.reset();
    assertThat(memory.hasRoom(64)).isTrue();
    assertThat(memory.message(both, 1, new BufferAddresses())).isEqualTo(start);
  }

  private static ByteBuffer bytes(long address, int length) {
    return ByteBuffer.wrap(FakeRing.read(address, length));
  }
}
