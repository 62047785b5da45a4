package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ContenderResult;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.Summary;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A bar of the main figure for each contender, the best on top, with a whisker from least to most.
 */
final class BarPlot {
  private static final int HEIGHT_AROUND = 90;
  private static final int HEIGHT_OF_A_BAR = 30;
  private static final double HALF_OF_A_BAR = 0.36;
  private static final double HALF_OF_AN_END = 0.14;
  private static final Color WHISKER = new Color(0x222222);

  private BarPlot() {}

  static Plot of(WorkloadResult result) {
    Figure main = result.workload().main();
    List<ContenderResult> ranked =
        Ranking.of(result).stream().filter(one -> one.summary(main).isPresent()).toList();
    String title = result.workload().section() + ": " + result.workload().title();
    XYChart chart =
        Charts.create(
            title, main.title(), "", HEIGHT_AROUND + HEIGHT_OF_A_BAR * Math.max(ranked.size(), 3));
    chart.getStyler().setYAxisTicksVisible(false).setPlotGridHorizontalLinesVisible(false);
    chart.getStyler().setYAxisTitleVisible(false);
    chart.getStyler().setXAxisTickLabelsFormattingFunction(Charts::brief);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setYAxisMin(-ranked.size() + 0.5).setYAxisMax(0.5);
    for (int i = 0; i < ranked.size(); i++) {
      Summary summary = ranked.get(i).summary(main).orElseThrow();
      bar(chart, ranked.get(i), summary.median(), -i);
      whisker(chart, ranked.get(i).name(), summary, -i);
    }
    return new Plot(result.workload().name(), title + ", " + main.title(), Svg.of(chart));
  }

  private static void bar(XYChart chart, ContenderResult one, double value, double y) {
    double low = y - HALF_OF_A_BAR;
    double high = y + HALF_OF_A_BAR;
    XYSeries bar =
        chart.addSeries(
            one.title(), new double[] {0, value, value, 0}, new double[] {low, low, high, high});
    bar.setXYSeriesRenderStyle(XYSeriesRenderStyle.PolygonArea);
    bar.setFillColor(Colours.of(one.name()));
    bar.setLineColor(Colours.of(one.name()));
    bar.setMarker(SeriesMarkers.NONE);
  }

  private static void whisker(XYChart chart, String name, Summary summary, double y) {
    double low = y - HALF_OF_AN_END;
    double high = y + HALF_OF_AN_END;
    double least = summary.least();
    double most = summary.most();
    XYSeries whisker =
        chart.addSeries(
            name + " from least to most",
            new double[] {least, least, least, most, most, most},
            new double[] {low, high, y, y, low, high});
    whisker.setXYSeriesRenderStyle(XYSeriesRenderStyle.Line);
    whisker.setLineColor(WHISKER).setLineStyle(new BasicStroke(1.5f));
    whisker.setMarker(SeriesMarkers.NONE);
    whisker.setShowInLegend(false);
  }
}
