package io.ringloom.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.WorkloadInfo;
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

  @Test
  void who_is_a_point_in_lines_has_a_place_on_their_axis() {
    List<WorkloadInfo> infos = all.stream().map(Workload::info).toList();
    List<WorkloadInfo> guests = infos.stream().filter(info -> !info.pointIn().isEmpty()).toList();
    assertThat(guests).isNotEmpty();
    for (WorkloadInfo guest : guests) {
      assertThat(infos)
          .filteredOn(info -> info.section().equals(guest.pointIn()))
          .isNotEmpty()
          .allMatch(info -> info.plot() == WorkloadInfo.Plot.LINES)
          .allMatch(info -> info.axis().equals(guest.axis()) && info.main() == guest.main())
          .noneMatch(info -> info.position() == guest.position());
    }
  }
}
