package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.WorkloadInfo;
import java.io.IOException;
import java.util.List;

/** A workload without servers. */
public final class FakeWorkload {

  /** Makes what is measured. */
  @FunctionalInterface
  public interface Maker {
    Subject make() throws IOException;
  }

  private FakeWorkload() {}

  /** Returns a workload whose subjects are made here. */
  public static Workload of(Maker maker) {
    WorkloadInfo info =
        new WorkloadInfo(
            "fake",
            0,
            "Section",
            "fake",
            "",
            WorkloadInfo.Plot.BARS,
            0,
            "",
            "",
            Figure.THROUGHPUT,
            List.of(Figure.THROUGHPUT));
    return new Workload(info, List.of(), 1, (contender, conditions) -> maker.make());
  }
}
