package io.ringloom.benchmarks.report;

import java.awt.Dimension;
import java.io.IOException;
import java.io.StringWriter;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.knowm.xchart.XYChart;
import org.w3c.dom.Document;

/** Writes charts as SVG, by Batik: what XChart itself would use is not under a like licence. */
final class Svg {
  /** Of coordinates. XChart draws text as the shapes of its letters, which makes many of them. */
  private static final int DECIMALS = 1;

  private Svg() {}

  static String of(XYChart chart) {
    SVGGeneratorContext context = SVGGeneratorContext.createDefault(document());
    context.setPrecision(DECIMALS);
    SVGGraphics2D graphics = new SVGGraphics2D(context, true);
    graphics.setSVGCanvasSize(new Dimension(chart.getWidth(), chart.getHeight()));
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    StringWriter svg = new StringWriter();
    try {
      graphics.stream(svg, true);
    } catch (IOException e) {
      throw new IllegalStateException("A plot cannot be written.", e);
    } finally {
      graphics.dispose();
    }
    return svg.toString();
  }

  private static Document document() {
    try {
      return DocumentBuilderFactory.newDefaultNSInstance()
          .newDocumentBuilder()
          .getDOMImplementation()
          .createDocument("http://www.w3.org/2000/svg", "svg", null);
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("A plot cannot be begun.", e);
    }
  }
}
