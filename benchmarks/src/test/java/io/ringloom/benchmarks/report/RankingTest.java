package io.ringloom.benchmarks.report;

import static io.ringloom.benchmarks.report.Results.contender;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.WorkloadInfo.Plot;
import io.ringloom.benchmarks.result.WorkloadResult;
import org.junit.jupiter.api.Test;

final class RankingTest {

  @Test
  void the_best_median_comes_first_and_who_failed_last() {
    WorkloadResult result =
        Results.of(
            "work",
            Plot.BARS,
            Results.failed("failed"),
            contender("slow", 1, 2, 900),
            contender("fast", 3, 4, 5));

    assertThat(Ranking.of(result))
        .extracting(ContenderResult::name)
        .containsExactly("fast", "slow", "failed");
    assertThat(Ranking.partOfBest(result, 2)).isEqualTo(0.5);
  }
}
