package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.WorkloadInfo;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands together on the page.
 *
 * @param title its heading
 * @param results its workloads, in order
 * @param guests workloads of other sections that are points of its lines, too
 * @param plots one plot for all workloads if they are points of the same lines, else one for each
 */
record Section(
    String title, List<WorkloadResult> results, List<WorkloadResult> guests, List<Plot> plots) {

  /** Puts results under their headings, and draws them. */
  static List<Section> of(List<WorkloadResult> results) {
    Map<String, List<WorkloadResult>> sections = new LinkedHashMap<>();
    for (WorkloadResult result : results) {
      sections.computeIfAbsent(result.workload().section(), title -> new ArrayList<>()).add(result);
    }
    List<Section> all = new ArrayList<>();
    sections.forEach((title, own) -> all.add(of(title, own, guests(title, results))));
    return all;
  }

  private static List<WorkloadResult> guests(String title, List<WorkloadResult> all) {
    return all.stream().filter(one -> one.workload().pointIn().equals(title)).toList();
  }

  private static Section of(String title, List<WorkloadResult> own, List<WorkloadResult> guests) {
    List<WorkloadResult> points = new ArrayList<>(own);
    points.addAll(guests);
    points.sort(Comparator.comparingDouble(one -> one.workload().position()));
    List<Plot> plots =
        areLines(own, guests)
            ? List.of(LinePlot.of(title, points))
            : own.stream().map(Section::plot).toList();
    return new Section(title, own, guests, plots);
  }

  private static Plot plot(WorkloadResult result) {
    return result.workload().plot() == WorkloadInfo.Plot.PERCENTILES
        ? PercentilePlot.of(result)
        : BarPlot.of(result);
  }

  /** Returns whether its workloads are points of the same lines. */
  boolean isLines() {
    return areLines(results, guests);
  }

  /** One point makes no line. */
  private static boolean areLines(List<WorkloadResult> own, List<WorkloadResult> guests) {
    return own.size() + guests.size() > 1
        && own.stream().allMatch(one -> one.workload().plot() == WorkloadInfo.Plot.LINES);
  }
}
