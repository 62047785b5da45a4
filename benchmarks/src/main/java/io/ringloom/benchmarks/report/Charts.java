package io.ringloom.benchmarks.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.ChartTheme;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;

/** The look that all plots have. */
final class Charts {
  private static final int WIDTH = 860;
  private static final Color INK = new Color(0x333333);

  private Charts() {}

  static XYChart create(String title, String axis, String valueAxis, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle(axis)
            .yAxisTitle(valueAxis)
            .theme(ChartTheme.XChart)
            .build();
    XYStyler styler = chart.getStyler();
    styler
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setChartTitleBoxVisible(false)
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14))
        .setPlotBorderVisible(false)
        .setLegendPosition(LegendPosition.OutsideE)
        .setLegendBorderColor(Color.WHITE)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11))
        .setPlotGridLinesColor(new Color(0xDDDDDD))
        .setPlotGridLinesStroke(new BasicStroke(1));
    return chart;
  }

  /** Writes large numbers as short as they are said: 1.5 M, 250 k. */
  static String brief(double value) {
    double size = Math.abs(value);
    if (size >= 1e6) {
      return trim(value / 1e6) + " M";
    }
    return size >= 1e3 ? trim(value / 1e3) + " k" : trim(value);
  }

  private static String trim(double value) {
    double rounded = Math.abs(value) >= 100 ? Math.rint(value) : Math.rint(value * 100) / 100;
    return rounded == Math.rint(rounded) ? String.valueOf((long) rounded) : String.valueOf(rounded);
  }
}
