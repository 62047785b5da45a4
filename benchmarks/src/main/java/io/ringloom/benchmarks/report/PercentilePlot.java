package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A line for each contender over the percentiles of its latency. */
final class PercentilePlot {
  private static final int HEIGHT = 420;

  /** Where each stands on the axis: one in 2, 10, 100 and 1,000 takes longer. */
  private static final Map<Figure, Double> ONE_IN = oneIn();

  private PercentilePlot() {}

  private static Map<Figure, Double> oneIn() {
    Map<Figure, Double> oneIn = new LinkedHashMap<>();
    oneIn.put(Figure.P50_MICROS, 2.0);
    oneIn.put(Figure.P90_MICROS, 10.0);
    oneIn.put(Figure.P99_MICROS, 100.0);
    oneIn.put(Figure.P999_MICROS, 1000.0);
    return oneIn;
  }

  static Plot of(WorkloadResult result) {
    String title = result.workload().section() + ": " + result.workload().title();
    XYChart chart =
        Charts.create(title, "one in so many takes longer", "latency in microseconds", HEIGHT);
    chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Charts::brief);
    chart.getStyler().setYAxisTickLabelsFormattingFunction(Charts::brief);
    for (ContenderResult one : result.contenders()) {
      addTo(chart, one);
    }
    return new Plot(
        result.workload().name(), title + ", percentiles of the latency", Svg.of(chart));
  }

  private static void addTo(XYChart chart, ContenderResult one) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    ONE_IN.forEach(
        (figure, position) -> {
          Optional<Summary> summary = one.summary(figure);
          if (summary.isPresent()) {
            x.add(position);
            y.add(summary.get().median());
          }
        });
    if (!x.isEmpty()) {
      XYSeries series = chart.addSeries(one.title(), x, y);
      series.setLineColor(Colours.of(one.name()));
      series.setMarkerColor(Colours.of(one.name()));
      series.setMarker(SeriesMarkers.CIRCLE);
    }
  }
}
