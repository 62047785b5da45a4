package io.ringloom.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.benchmarks.contender.Contender;
import io.ringloom.benchmarks.result.Figure;
import io.ringloom.benchmarks.workload.Conditions;
import io.ringloom.benchmarks.workload.FakeWorkload;
import io.ringloom.benchmarks.workload.Measurement;
import io.ringloom.benchmarks.workload.Subject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RoundsTest {
  private final List<String> events = new ArrayList<>();

  /** The subjects that fail, and those that do not even start, counted from 1. */
  private final Set<Integer> failing = new HashSet<>();

  private final Set<Integer> absent = new HashSet<>();
  private int started;

  @Test
  void one_server_goes_through_all_rounds() throws IOException {
    try (Conditions conditions = conditions(false)) {
      try (Rounds rounds = rounds(conditions)) {
        measure(rounds, 3);
        assertThat(rounds.result().rounds()).hasSize(3);
      }
      assertThat(events).containsExactly("start 1", "measure 1", "measure 1", "measure 1", "end 1");
    }
  }

  @Test
  void each_round_has_a_new_server_if_the_user_wants_that() throws IOException {
    try (Conditions conditions = conditions(true);
        Rounds rounds = rounds(conditions)) {
      measure(rounds, 2);

      assertThat(events)
          .containsExactly("start 1", "measure 1", "end 1", "start 2", "measure 2", "end 2");
    }
  }

  @Test
  void after_a_failure_the_next_round_begins_with_a_new_server() throws IOException {
    failing.add(1);
    try (Conditions conditions = conditions(false);
        Rounds rounds = rounds(conditions)) {
      measure(rounds, 3);

      assertThat(events)
          .containsExactly("start 1", "measure 1", "end 1", "start 2", "measure 2", "measure 2");
      assertThat(rounds.result().failures()).containsExactly("It has failed.");
      assertThat(rounds.result().rounds()).hasSize(2);
    }
  }

  @Test
  void a_server_that_does_not_start_is_tried_again() throws IOException {
    absent.add(1);
    try (Conditions conditions = conditions(false);
        Rounds rounds = rounds(conditions)) {
      measure(rounds, 2);

      assertThat(events).containsExactly("start 1", "start 2", "measure 2");
      assertThat(rounds.result().failures()).containsExactly("It does not start.");
    }
  }

  private static Conditions conditions(boolean fresh) throws IOException {
    return Conditions.create(Chosen.settings(fresh, 5, 5));
  }

  private Rounds rounds(Conditions conditions) {
    Contender contender =
        new Contender(
            "one",
            "One",
            (arguments, jvmOptions) -> {
              throw new IOException("There is no server.");
            });
    return new Rounds(FakeWorkload.of(this::start), contender, conditions);
  }

  private static void measure(Rounds rounds, int times) throws IOException {
    for (int i = 0; i < times; i++) {
      rounds.measure();
    }
  }

  private Subject start() throws IOException {
    int number = ++started;
    events.add("start " + number);
    if (absent.contains(number)) {
      throw new IOException("It does not start.");
    }
    return new Subject() {
      @Override
      public Measurement measure() throws IOException {
        events.add("measure " + number);
        if (failing.contains(number)) {
          throw new IOException("It has failed.");
        }
        return new Measurement(Map.of(Figure.THROUGHPUT, 1.0), "");
      }

      @Override
      public void close() {
        events.add("end " + number);
      }
    };
  }
}
