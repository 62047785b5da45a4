package io.ringloom.benchmarks.workload;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.result.WorkloadInfo;
import io.ringloom.benchmarks.result.WorkloadInfo.Plot;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Workloads that stand together on the page.
 *
 * @param section their heading
 * @param plot how they are drawn
 */
record Kind(String section, Plot plot) {
  private static final List<Figure> LOAD_FIGURES =
      List.of(
          Figure.OPERATIONS_PER_CPU_SECOND,
          Figure.THROUGHPUT,
          Figure.CORES,
          Figure.P50_MICROS,
          Figure.P90_MICROS,
          Figure.P99_MICROS,
          Figure.P999_MICROS,
          Figure.MAX_MICROS,
          Figure.RESIDENT_MIB);

  /** Begins a workload. */
  Builder workload(String name, String title) {
    return new Builder(name, title);
  }

  /** Makes a workload of this kind. Confined to one thread. */
  final class Builder {
    private final String name;
    private final String title;
    private String about = "";
    private double position;
    private String axis = "";
    private String pointIn = "";
    private int connections;
    private List<Figure> figures = LOAD_FIGURES;
    private List<Contender> contenders = List.of();
    private @Nullable Trial trial;

    private Builder(String name, String title) {
      this.name = name;
      this.title = title;
    }

    Builder about(String sentences) {
      about = sentences;
      return this;
    }

    /** Sets where it stands on the axis of a plot with lines. */
    Builder position(double where, String axisTitle) {
      position = where;
      axis = axisTitle;
      return this;
    }

    /** Makes it a point in the lines of another kind, too. */
    Builder pointIn(Kind lines) {
      pointIn = lines.section;
      return this;
    }

    Builder connections(int atATime) {
      connections = atATime;
      return this;
    }

    /** Sets the figures in its table, the main one first. */
    Builder figures(Figure... inOrder) {
      figures = List.of(inOrder);
      return this;
    }

    Builder contenders(List<Contender> takingPart) {
      contenders = takingPart;
      return this;
    }

    Builder trial(Trial how) {
      trial = how;
      return this;
    }

    /** Adds it behind those that are there. */
    void addTo(List<Workload> all) {
      WorkloadInfo info =
          new WorkloadInfo(
              name,
              all.size(),
              section,
              title,
              about,
              plot,
              position,
              axis,
              pointIn,
              figures.get(0),
              figures);
      all.add(new Workload(info, contenders, connections, Objects.requireNonNull(trial)));
    }
  }
}
