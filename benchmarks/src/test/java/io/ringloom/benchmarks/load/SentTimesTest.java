package io.ringloom.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class SentTimesTest {
  private static final long MICRO = 1_000;

  private final Histogram latencies = Latencies.histogram();
  private final SentTimes sent = new SentTimes(4);

  @Test
  void each_message_has_its_own_latency() {
    sent.begin(2, 0);
    sent.begin(1, 10 * MICRO);
    sent.complete(3, 30 * MICRO, latencies);

    assertThat(latencies.getTotalCount()).isEqualTo(3);
    assertThat(count(30)).isEqualTo(2);
    assertThat(count(20)).isEqualTo(1);
  }

  @Test
  void room_is_used_again_and_again() {
    for (int i = 0; i < 100; i++) {
      sent.begin(3, i * MICRO);
      sent.complete(3, (i + 5) * MICRO, latencies);
    }
    assertThat(count(5)).isEqualTo(300);
  }

  @Test
  void a_pause_of_the_client_counts_for_nobody() {
    sent.begin(4, 0);
    sent.restart(1000 * MICRO);
    sent.complete(4, 1007 * MICRO, latencies);
    assertThat(count(7)).isEqualTo(4);
  }

  @Test
  void more_than_there_is_room_for_is_refused() {
    sent.begin(3, 0);
    assertThatThrownBy(() -> sent.begin(2, 0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> sent.complete(4, 0, latencies))
        .isInstanceOf(IllegalStateException.class);
  }

  private long count(long micros) {
    return latencies.getCountAtValue(micros * MICRO);
  }
}
