package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadInfo;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line for each contender through the medians of workloads. */
final class LinePlot {
  private static final int HEIGHT = 420;

  private LinePlot() {}

  static Plot of(String title, List<WorkloadResult> results) {
    WorkloadInfo first = results.get(0).workload();
    Figure main = first.main();
    XYChart chart = Charts.create(title, first.axis(), main.title(), HEIGHT);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Charts::brief);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Charts::brief);
    lines(results, main).values().forEach(line -> line.addTo(chart));
    String name = title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return new Plot(name, title + ", " + main.title(), Svg.of(chart));
  }

  private static Map<String, Line> lines(List<WorkloadResult> results, Figure main) {
    Map<String, Line> lines = new LinkedHashMap<>();
    for (WorkloadResult result : results) {
      for (ContenderResult one : result.contenders()) {
        Optional<Summary> summary = one.summary(main);
        if (summary.isPresent()) {
          lines
              .computeIfAbsent(one.name(), name -> new Line(name, one.title()))
              .point(result.workload().position(), summary.get().median());
        }
      }
    }
    return lines;
  }

  private static final class Line {
    private final String name;
    private final String title;
    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();

    Line(String name, String title) {
      this.name = name;
      this.title = title;
    }

    void point(double position, double value) {
      x.add(position);
      y.add(value);
    }

    void addTo(XYChart chart) {
      XYSeries series = chart.addSeries(title, x, y);
      series.setLineColor(Colours.of(name));
      series.setMarkerColor(Colours.of(name));
      series.setMarker(SeriesMarkers.CIRCLE);
    }
  }
}
