package io.ringloom.benchmarks.result;

import java.util.List;

/**
 * What a workload is, for its readers.
 *
 * @param name what the command line calls it, and its files
 * @param order where it stands among all, counted from the first
 * @param section the heading that it stands under, with others of its kind
 * @param title what the page calls it
 * @param about what is done, in a few sentences
 * @param plot how it is drawn
 * @param position where it stands on the axis of a plot with lines
 * @param axis what that axis counts; empty if there is none
 * @param pointIn another section in whose lines it is a point; empty if there is none
 * @param main the figure that matters most
 * @param figures the figures in its table, in order
 */
public record WorkloadInfo(
    String name,
    int order,
    String section,
    String title,
    String about,
    Plot plot,
    double position,
    String axis,
    String pointIn,
    Figure main,
    List<Figure> figures) {

  /** How a workload is drawn. */
  public enum Plot {
    /** A bar of the main figure for each contender. */
    BARS,
    /** Lines of the main figure over all workloads of the section. */
    LINES,
    /** A line over the percentiles of the latency for each contender. */
    PERCENTILES
  }

  /** Copies the list. */
  public WorkloadInfo {
    figures = List.copyOf(figures);
  }
}
