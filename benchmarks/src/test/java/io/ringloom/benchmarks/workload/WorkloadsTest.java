package io.ringloom.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.benchmarks.contender.Contender;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkloadsTest {
  private final List<Workload> all = Workloads.all();

  @Test
  void no_name_is_there_twice() {
    assertThat(all).extracting(Workload::name).doesNotHaveDuplicates();
  }

  @Test
  void names_can_be_those_of_files() {
    assertThat(all).extracting(Workload::name).allMatch(name -> name.matches("[a-z0-9-]+"));
  }

  @Test
  void no_contender_takes_part_twice() {
    for (Workload workload : all) {
      assertThat(workload.contenders())
          .as(workload.name())
          .isNotEmpty()
          .extracting(Contender::name)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void the_main_figure_is_in_the_table() {
    assertThat(all).allMatch(one -> one.info().figures().contains(one.info().main()));
  }
}
