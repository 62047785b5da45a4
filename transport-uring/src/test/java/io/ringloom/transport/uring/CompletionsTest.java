package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CompletionsTest {
  private final Completions completions = new Completions();
  private final List<String> log = new ArrayList<>();

  @Test
  void nothingIsHandedOverBeforeTheDispatch() {
    new Handle("a").add(1);

    assertThat(log).isEmpty();
    assertThat(completions.count()).isEqualTo(1);
  }

  @Test
  void allAreHandedOverInOrderAndOnce() {
    Handle a = new Handle("a");
    Handle b = new Handle("b");
    a.add(1);
    b.add(2);
    a.add(3);

    completions.dispatch();
    completions.dispatch();

    assertThat(log).containsExactly("a 1", "b 2", "a 3");
    assertThat(completions.count()).isZero();
  }

  @Test
  void theirNumberIsNotLimited() {
    Handle handle = new Handle("a");
    IntStream.range(0, 2000).forEach(handle::add);

    completions.dispatch();

    assertThat(log).hasSize(2000).startsWith("a 0", "a 1").endsWith("a 1998", "a 1999");
  }

  @Test
  void aBugInTheCareForOneIsToldToItAndDoesNotStopTheOthers() {
    Handle bad = new Handle("bad");
    bad.bug = new IllegalStateException("a bug");
    Handle worse = new Handle("worse");
    worse.bug = new AssertionError("an error");
    bad.add(1);
    new Handle("b").add(2);
    worse.add(3);
    new Handle("c").add(4);

    completions.dispatch();

    assertThat(log)
        .containsExactly(
            "bad failed The event loop failed: java.lang.IllegalStateException: a bug",
            "b 2",
            "worse failed The event loop failed: java.lang.AssertionError: an error",
            "c 4");
  }

  @Test
  void aBugInTheCareForABugLeavesTheRestToTheNextDispatch() {
    Handle bad = new Handle("bad");
    bad.bug = new IllegalStateException("a bug");
    bad.second = new IllegalStateException("a second bug");
    bad.add(1);
    new Handle("b").add(2);

    assertThatThrownBy(completions::dispatch).hasMessage("a second bug");
    assertThat(completions.count()).as("so that nobody waits for more").isPositive();
    new Handle("c").add(3);
    completions.dispatch();

    assertThat(log).containsExactly("b 2", "c 3");
    assertThat(completions.count()).isZero();
  }

  private final class Handle extends RingHandle {
    private final String name;
    private @Nullable Throwable bug;
    private @Nullable Throwable second;

    private Handle(String name) {
      super(completions);
      this.name = name;
    }

    private void add(int result) {
      completions.add(this, Operation.RECV, result, 0);
    }

    @Override
    void completed(byte operation, int result, int flags) {
      throwIfAny(bug);
      log.add(name + " " + result);
    }

    @Override
    void failed(IOException told) {
      throwIfAny(second);
      log.add(name + " failed " + told.getMessage());
    }

    private static void throwIfAny(@Nullable Throwable thrown) {
      if (thrown instanceof RuntimeException e) {
        throw e;
      }
      if (thrown instanceof Error e) {
        throw e;
      }
    }
  }
}
