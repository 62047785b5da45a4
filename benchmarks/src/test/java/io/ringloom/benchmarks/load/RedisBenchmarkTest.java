package io.ringloom.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.benchmarks.load.RedisBenchmark.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class RedisBenchmarkTest {

  @Test
  void the_last_line_has_the_figures() throws IOException {
    String output =
        """
        "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
        "GET","98039.22","0.265","0.088","0.263","0.367","0.431","0.815\"""";
    Outcome outcome = RedisBenchmark.parse(output, 10_000, 2_000_000_000L);
    assertThat(outcome).isEqualTo(new Outcome(10_000, 2_000_000_000L, 263, 431, 815));
    assertThat(outcome.perSecond()).isEqualTo(5_000);
  }

  @Test
  void anything_else_is_shown() {
    assertThatThrownBy(() -> RedisBenchmark.parse("Error: refused", 1, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Error: refused");
  }
}
