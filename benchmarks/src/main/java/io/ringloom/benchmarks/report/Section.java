package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.WorkloadInfo;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands together on the page.
 *
 * @param title its heading
 * @param results its workloads, in order
 * @param plots one plot for all workloads if they are points of the same lines, else one for each
 */
record Section(String title, List<WorkloadResult> results, List<Plot> plots) {

  /** Puts results under their headings, and draws them. */
  static List<Section> of(List<WorkloadResult> results) {
    Map<String, List<WorkloadResult>> sections = new LinkedHashMap<>();
    for (WorkloadResult result : results) {
      sections.computeIfAbsent(result.workload().section(), title -> new ArrayList<>()).add(result);
    }
    List<Section> all = new ArrayList<>();
    sections.forEach((title, own) -> all.add(new Section(title, own, plots(title, own))));
    return all;
  }

  private static List<Plot> plots(String title, List<WorkloadResult> results) {
    return isLines(results)
        ? List.of(LinePlot.of(title, results))
        : results.stream().map(Section::plot).toList();
  }

  private static Plot plot(WorkloadResult result) {
    return result.workload().plot() == WorkloadInfo.Plot.PERCENTILES
        ? PercentilePlot.of(result)
        : BarPlot.of(result);
  }

  /** Returns whether its workloads are points of the same lines. */
  boolean isLines() {
    return isLines(results);
  }

  /** One point makes no line. */
  private static boolean isLines(List<WorkloadResult> results) {
    return results.size() > 1
        && results.stream().allMatch(result -> result.workload().plot() == WorkloadInfo.Plot.LINES);
  }
}
