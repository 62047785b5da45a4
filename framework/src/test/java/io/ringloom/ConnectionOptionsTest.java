package io.ringloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionOptionsTest {

  @Test
  void theDefaultsAreThoseOfAnEmptyBuilder() {
    assertThat(ConnectionOptions.defaults()).isEqualTo(ConnectionOptions.builder().build());
  }

  @Test
  void theBuilderKeepsWhatItIsGiven() {
    ConnectionOptions options =
        ConnectionOptions.builder()
            .readTimeout(Duration.ofSeconds(1))
            .writeTimeout(Duration.ofSeconds(2))
            .idleTimeout(Duration.ofSeconds(3))
            .closeTimeout(Duration.ofSeconds(4))
            .readWatermarks(0, 1)
            .writeWatermarks(5, 6)
            .tcpNoDelay(false)
            .keepAlive(true)
            .sendBufferBytes(7)
            .receiveBufferBytes(8)
            .build();

    assertThat(options)
        .isEqualTo(
            new ConnectionOptions(
                Duration.ofSeconds(1),
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                1,
                0,
                6,
                5,
                false,
                true,
                7,
                8));
  }

  @ParameterizedTest
  @MethodSource("badOptions")
  void anOptionOutOfItsRangeIsNamedWithItsValueAndWhatIsAllowed(
      ConnectionOptions.Builder options, String message) {
    assertThatIllegalArgumentException().isThrownBy(options::build).withMessage(message);
  }

  static Stream<Arguments> badOptions() {
    Duration negative = Duration.ofMillis(-1);
    return Stream.of(
        bad(with().readTimeout(negative), "readTimeout is PT-0.001S, but must be zero or more."),
        bad(with().writeTimeout(negative), "writeTimeout is PT-0.001S, but must be zero or more."),
        bad(with().idleTimeout(negative), "idleTimeout is PT-0.001S, but must be zero or more."),
        bad(
            with().closeTimeout(negative),
            "closeTimeout is PT-0.001S, but must be more than zero."),
        bad(
            with().closeTimeout(Duration.ZERO),
            "closeTimeout is PT0S, but must be more than zero."),
        bad(with().readWatermarks(0, 0), "readHighWatermarkBytes is 0, but must be at least 1."),
        bad(with().readWatermarks(10, 10), "readLowWatermarkBytes is 10, but must be from 0 to 9."),
        bad(with().readWatermarks(-1, 10), "readLowWatermarkBytes is -1, but must be from 0 to 9."),
        bad(with().writeWatermarks(0, 0), "writeHighWatermarkBytes is 0, but must be at least 1."),
        bad(
            with().writeWatermarks(10, 10),
            "writeLowWatermarkBytes is 10, but must be from 0 to 9."),
        bad(
            with().writeWatermarks(-1, 10),
            "writeLowWatermarkBytes is -1, but must be from 0 to 9."),
        bad(with().sendBufferBytes(-1), "sendBufferBytes is -1, but must be at least 0."),
        bad(with().receiveBufferBytes(-1), "receiveBufferBytes is -1, but must be at least 0."));
  }

  private static ConnectionOptions.Builder with() {
    return ConnectionOptions.builder();
  }

  private static Arguments bad(ConnectionOptions.Builder options, String message) {
    return Arguments.of(options, message);
  }
}
