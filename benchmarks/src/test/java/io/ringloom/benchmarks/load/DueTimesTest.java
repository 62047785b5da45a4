package io.ringloom.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class DueTimesTest {
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final Histogram latencies = Latencies.histogram();
  private final DueTimes due = new DueTimes();

  @Test
  void a_wait_counts_for_all_requests_that_were_due_meanwhile() {
    for (int i = 0; i < 1000; i++) {
      due.add(i * MILLI);
    }

    // The server was held up all the time, and answers all of them at once.
    due.answered(1000, 1000 * MILLI, latencies);

    assertThat(latencies.getTotalCount()).isEqualTo(1000);
    assertThat(millisAt(50)).isCloseTo(500, within(2.0));
    assertThat(millisAt(99)).isCloseTo(990, within(2.0));
    assertThat(millisAt(100)).isCloseTo(1000, within(2.0));
  }

  @Test
  void answers_belong_to_the_oldest_requests() {
    due.add(0);
    due.add(5 * MILLI);
    due.answered(1, 6 * MILLI, latencies);
    due.add(7 * MILLI);
    due.answered(2, 8 * MILLI, latencies);

    assertThat(due.size()).isZero();
    assertThat(millisAt(100)).isCloseTo(6, within(0.1));
    assertThat(millisAt(50)).isCloseTo(3, within(0.1));
    assertThat(millisAt(1)).isCloseTo(1, within(0.1));
  }

  @Test
  void order_is_kept_when_there_are_more_than_ever_before() {
    due.add(0);
    due.answered(1, MILLI, latencies);
    latencies.reset();
    for (int i = 0; i < 500; i++) {
      due.add(i * MILLI);
    }
    for (int i = 0; i < 500; i++) {
      due.answered(1, (i + 1) * MILLI, latencies);
    }

    assertThat(latencies.getTotalCount()).isEqualTo(500);
    assertThat(millisAt(0)).isCloseTo(1, within(0.1));
    assertThat(millisAt(100)).isCloseTo(1, within(0.1));
  }

  @Test
  void there_are_no_answers_without_requests() {
    due.add(0);
    assertThatThrownBy(() -> due.answered(2, 1, latencies))
        .isInstanceOf(IllegalStateException.class);
  }

  private double millisAt(double percentile) {
    return (double) latencies.getValueAtPercentile(percentile) / MILLI;
  }
}
