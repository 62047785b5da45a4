package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.Machine;
import io.ringloom.benchmarks.result.Settings;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Where, when and how all results of a page were measured: mostly once for all of them. */
final class Origins {
  /** What was the same for results of one run. */
  private record Origin(Machine machine, Settings settings, String commit) {}

  /** Each with the days on which something was measured so. */
  private final Map<Origin, TreeSet<String>> days = new LinkedHashMap<>();

  private Origins() {}

  static Origins of(List<Section> sections) {
    Origins origins = new Origins();
    for (Section section : sections) {
      for (WorkloadResult result : section.results()) {
        origins.days.computeIfAbsent(origin(result), o -> new TreeSet<>()).add(day(result));
      }
    }
    return origins;
  }

  private static Origin origin(WorkloadResult result) {
    return new Origin(result.machine(), result.settings(), result.commit());
  }

  private static String day(WorkloadResult result) {
    return result.date().substring(0, Math.min(result.date().length(), "2000-01-01".length()));
  }

  /** Returns a sentence that tells how a result was measured, if they differ in that. */
  String reference(WorkloadResult result) {
    String rounds =
        "%d rounds of %s s."
            .formatted(result.settings().rounds(), number(result.settings().seconds()));
    if (days.size() == 1) {
      return rounds;
    }
    int index = new ArrayList<>(days.keySet()).indexOf(origin(result)) + 1;
    return "Measurement " + index + ", " + day(result) + ", " + rounds;
  }

  /** Returns a section of the page. */
  String toMarkdown() {
    StringBuilder text = new StringBuilder("## Machine\n");
    int index = 1;
    for (Map.Entry<Origin, TreeSet<String>> entry : days.entrySet()) {
      if (days.size() > 1) {
        text.append("\n### Measurement ").append(index++).append("\n");
      }
      append(text, entry.getKey(), String.join(", ", entry.getValue()));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Origin origin, String measured) {
    Machine machine = origin.machine();
    Settings settings = origin.settings();
    if (settings.quick()) {
      text.append("\n**A quick look: the rounds are few and short, and the figures rough.**\n");
    }
    text.append("\n| | |\n|---|---|\n");
    row(text, "measured on", measured);
    row(text, "sources", origin.commit());
    row(text, "processors", machine.processors() + " of " + machine.cpu());
    row(text, "memory", machine.memory());
    row(text, "kernel", machine.kernel());
    row(text, "JDK", machine.jdk());
    machine.versions().forEach((name, version) -> row(text, name, version));
    row(text, "servers' JVM options", "`" + settings.jvmOptions() + "`");
    row(text, "event loops of a server", String.valueOf(settings.loops()));
    row(text, "threads of the client", String.valueOf(settings.clientThreads()));
    row(
        text,
        "a contender's server",
        settings.fresh()
            ? "a new process for each round"
            : "one process for all rounds of a workload, so least and most are what one process has shown");
    row(text, "warm-up of a new server", number(settings.warmUpSeconds()) + " s");
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("| ").append(name).append(" | ").append(value.replace("|", "\\|")).append(" |\n");
  }

  private static String number(double value) {
    return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
  }
}
