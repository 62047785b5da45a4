package io.ringloom.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoadsTest {

  @Test
  void connections_are_shared_out_evenly_and_none_is_forgotten() {
    assertThat(shares(10, 4)).containsExactly(3, 3, 2, 2);
    assertThat(shares(4, 4)).containsExactly(1, 1, 1, 1);
    assertThat(shares(1, 1)).containsExactly(1);
  }

  private static List<Integer> shares(int all, int drivers) {
    return IntStream.range(0, drivers).mapToObj(index -> Loads.share(all, drivers, index)).toList();
  }
}
