package io.ringloom.internal.buffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ChunkPoolTest {
  private final ChunkPool pool = new ChunkPool(64, 2 * 64 + 63);

  @Test
  void handsOutAsManyChunksAsFitIntoItsLimit() {
    take();
    take();

    assertThat(pool.tryTake()).isNull();
    assertThat(pool.bytesInUse()).isEqualTo(128);
    assertThat(pool.bytesAllocated()).isEqualTo(128);
  }

  @Test
  void aPoolOfLessThanOneChunkHandsOutNone() {
    assertThat(new ChunkPool(64, 63).tryTake()).isNull();
  }

  @Test
  void aChunkComesBackEmptyAndIsTheNextToBeHandedOut() {
    Chunk chunk = take();
    chunk.append(ByteBuffer.allocate(10));
    chunk.consume(3);
    pool.giveBack(chunk);

    Chunk again = take();

    assertThat(again).isSameAs(chunk);
    assertThat(again.size()).isZero();
    assertThat(again.room()).isEqualTo(64);
    assertThat(pool.bytesAllocated()).isEqualTo(64);
  }

  @Test
  void aChunkThatIsGivenBackTwiceIsABug() {
    Chunk chunk = take();
    pool.giveBack(chunk);

    assertThatThrownBy(() -> pool.giveBack(chunk))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("given back to its pool twice");
    assertThat(pool.bytesInUse()).isZero();
  }

  @Test
  void anAbandonedChunkIsReplacedByANewOne() {
    Chunk lost = take();
    take();

    pool.abandon(lost);

    assertThat(pool.bytesInUse()).isEqualTo(64);
    assertThat(take()).isNotSameAs(lost);
    assertThat(pool.tryTake()).isNull();
    assertThatThrownBy(() -> pool.giveBack(lost)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void fewReceivedBytesGetAChunkOfTheHeapSoThatTheyDoNotHoldAWholeOneOfThePool() {
    Chunk few = pool.takeFor(8);

    assertThat(few.isPooled()).isFalse();
    assertThat(few.capacity()).isEqualTo(64);
    assertThat(pool.takeFor(9).isPooled()).isTrue();
  }

  @Test
  void moreReceivedBytesThanAChunkHoldsGetOneOfTheHeapThatIsJustLargeEnough() {
    assertThat(pool.takeFor(64).isPooled()).isTrue();
    assertThat(pool.takeFor(65).isPooled()).isFalse();
    assertThat(pool.takeFor(1000).capacity()).isEqualTo(1000);
  }

  @Test
  void receivedBytesAreNotRefusedWhenThePoolIsUsedUp() {
    take();
    take();

    Chunk chunk = pool.takeFor(50);

    assertThat(chunk.isPooled()).isFalse();
    assertThat(chunk.capacity()).isGreaterThanOrEqualTo(50);
    pool.giveBack(chunk);
    pool.abandon(chunk);
    assertThat(pool.bytesInUse()).isEqualTo(128);
  }

  private Chunk take() {
    return Objects.requireNonNull(pool.tryTake());
  }
}
