package io.ringloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringloom.benchmarks.workload.Workload;
import io.ringloom.benchmarks.workload.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EstimateTest {
  private static final int ROUNDS = 7;

  @Test
  void a_server_that_is_kept_is_warmed_up_once() {
    List<Workload> echo = named("echo-64b");
    int contenders = echo.get(0).contenders().size();

    assertThat(costOfASecondOfWarmUp(echo, false)).isCloseTo(contenders, within(1e-6));
    assertThat(costOfASecondOfWarmUp(echo, true)).isCloseTo(contenders * ROUNDS, within(1e-6));
  }

  @Test
  void memory_is_measured_with_new_servers_that_are_warmed_up() {
    List<Workload> memory = named("memory");
    int contenders = memory.get(0).contenders().size();

    assertThat(costOfASecondOfWarmUp(memory, false)).isCloseTo(contenders * ROUNDS, within(1e-6));
  }

  @Test
  void the_best_throughput_is_found_once_for_all_rates() {
    double one = seconds(named("rate-25"), false, 5);
    double another = seconds(named("rate-50"), false, 5);
    double both = seconds(named("rate-(25|50)"), false, 5);

    assertThat(both).isGreaterThan(one).isLessThan(one + another);
  }

  @Test
  void the_estimate_is_told_with_what_it_is_made_of() {
    assertThat(Estimate.of(Chosen.settings(true, 5, 5), named("echo-64b|echo-1k|echo-1k-16")))
        .startsWith(
            "3 workloads, 135 measurements of 3 s in 5 rounds with a new server each, about");
  }

  private static double costOfASecondOfWarmUp(List<Workload> workloads, boolean fresh) {
    return seconds(workloads, fresh, 6) - seconds(workloads, fresh, 5);
  }

  private static double seconds(List<Workload> workloads, boolean fresh, double warmUp) {
    return Estimate.seconds(Chosen.settings(fresh, ROUNDS, warmUp), workloads);
  }

  private static List<Workload> named(String pattern) {
    return Workloads.all().stream().filter(one -> one.name().matches(pattern)).toList();
  }
}
