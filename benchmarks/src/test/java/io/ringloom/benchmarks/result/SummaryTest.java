package io.ringloom.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SummaryTest {

  @Test
  void the_median_of_an_odd_number_is_the_one_in_the_middle() {
    assertThat(Summary.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Summary(4, 1, 9));
  }

  @Test
  void the_median_of_an_even_number_is_halfway_between_the_two_in_the_middle() {
    assertThat(Summary.of(List.of(9.0, 1.0, 4.0, 5.0)).median()).isEqualTo(4.5);
  }

  @Test
  void one_value_is_all_there_is() {
    assertThat(Summary.of(List.of(3.0))).isEqualTo(new Summary(3, 3, 3));
  }

  @Test
  void the_spread_is_the_wider_side() {
    assertThat(new Summary(10, 9, 14).spread()).isEqualTo(0.4);
    assertThat(new Summary(10, 5, 11).spread()).isEqualTo(0.5);
  }

  @Test
  void nothing_has_no_median() {
    assertThatThrownBy(() -> Summary.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
