package io.ringloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.benchmarks.workload.Workload;
import io.ringloom.benchmarks.workload.Workloads;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenFilesTest {

  @Test
  void too_few_open_files_are_told_with_what_to_do() {
    assertThatThrownBy(() -> OpenFiles.check(named("connections-10000"), 1024))
        .hasMessage(
            "The workload connections-10000 needs 10,500 open files, and a process may have 1,024"
                + " here: raise that with ulimit -n, or choose others with --workload.");
  }

  @Test
  void workloads_with_few_connections_run_all_the_same() {
    assertThatCode(() -> OpenFiles.check(named("echo-64b"), 1024)).doesNotThrowAnyException();
  }

  private static List<Workload> named(String name) {
    return Workloads.all().stream().filter(one -> one.name().equals(name)).toList();
  }
}
