package io.ringloom.benchmarks;

import io.ringloom.benchmarks.workload.Workload;
import java.io.PrintWriter;
import java.util.List;

/** Tells what there is to measure. */
final class Listing {
  private Listing() {}

  /** Prints each workload, and the names of those who take part. */
  static void print(List<Workload> workloads, PrintWriter console) {
    String section = "";
    for (Workload workload : workloads) {
      if (!workload.info().section().equals(section)) {
        section = workload.info().section();
        console.println(section);
      }
      console.printf("  %-20s %s%n", workload.name(), workload.info().title());
      console.println(
          "                       "
              + String.join(
                  " ", workload.contenders().stream().map(contender -> contender.name()).toList()));
    }
    console.flush();
  }
}
