package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UringOptionsTest {

  @Test
  void whatIsNotSetHasItsDefault() {
    assertThat(UringOptions.builder().build())
        .isEqualTo(new UringOptions(1024, 16_384, 512, 16_448, 1_048_576, 65_536));
  }

  @Test
  void everyOptionCanBeSet() {
    UringOptions options =
        UringOptions.builder()
            .submissionEntries(8)
            .completionEntries(16)
            .receiveBuffers(3)
            .receiveBufferBytes(64)
            .bulkReceiveBytes(0)
            .zeroCopyThresholdBytes(0)
            .build();

    assertThat(options).isEqualTo(new UringOptions(8, 16, 3, 64, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 4, 65_536})
  void submissionEntriesHaveBounds(int entries) {
    refuse(
        UringOptions.builder().submissionEntries(entries),
        "submissionEntries is " + entries + ", but must be from 8 to 32768.");
  }

  @Test
  void submissionEntriesAreAPowerOfTwo() {
    refuse(
        UringOptions.builder().submissionEntries(1000),
        "submissionEntries is 1000, but must be a power of two.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 512, 262_144})
  void completionEntriesAreAtLeastAsManyAsSubmissions(int entries) {
    refuse(
        UringOptions.builder().completionEntries(entries),
        "completionEntries is " + entries + ", but must be from 1024 to 131072.");
  }

  @Test
  void completionEntriesAreAPowerOfTwo() {
    refuse(
        UringOptions.builder().completionEntries(1025),
        "completionEntries is 1025, but must be a power of two.");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 32_769})
  void receiveBuffersHaveBounds(int buffers) {
    refuse(
        UringOptions.builder().receiveBuffers(buffers),
        "receiveBuffers is " + buffers + ", but must be from 1 to 32768.");
  }

  @ParameterizedTest
  @ValueSource(ints = {63, 16_777_217})
  void receiveBuffersHaveBoundsOfTheirSize(int bytes) {
    refuse(
        UringOptions.builder().receiveBufferBytes(bytes),
        "receiveBufferBytes is " + bytes + ", but must be from 64 to 16777216.");
  }

  @Test
  void receiveBuffersTogetherHaveABound() {
    refuse(
        UringOptions.builder().receiveBuffers(32_768).receiveBufferBytes(65_536),
        "receiveBuffers times receiveBufferBytes is 2147483648, but must be less than 2 GiB.");
    UringOptions.builder().receiveBuffers(32_767).receiveBufferBytes(65_536).build();
  }

  @Test
  void theBulkBufferHasASizeOrIsNotThere() {
    refuse(
        UringOptions.builder().bulkReceiveBytes(-1),
        "bulkReceiveBytes is -1, but must be from 131072 to 1073741824.");
    refuse(
        UringOptions.builder().bulkReceiveBytes(131_071),
        "bulkReceiveBytes is 131071, but must be from 131072 to 1073741824.");
  }

  @Test
  void theThresholdIsNotNegative() {
    refuse(
        UringOptions.builder().zeroCopyThresholdBytes(-1),
        "zeroCopyThresholdBytes is -1, but must be from 0 to 2147483647.");
  }

  private static void refuse(UringOptions.Builder builder, String message) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
