package io.ringloom.benchmarks.result;

import java.util.List;

/**
 * What one run has shown in one workload. It has a file of its own, so that a workload can be
 * measured anew without the others; all figures in it come from one run.
 *
 * @param workload what was done
 * @param date when it began, in UTC
 * @param commit the state of the sources
 * @param machine where
 * @param settings how
 * @param note what was found out before the rounds; may be empty
 * @param contenders what each has shown
 */
public record WorkloadResult(
    WorkloadInfo workload,
    String date,
    String commit,
    Machine machine,
    Settings settings,
    String note,
    List<ContenderResult> contenders) {

  /** Copies the list. */
  public WorkloadResult {
    contenders = List.copyOf(contenders);
  }
}
