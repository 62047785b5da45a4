package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Completions come in any order and with any result, and so do the calls of the owner. */
class UringCompletionOrderTest {
  private static final int STEPS = 6;
  private static final int SEEDS = Integer.getInteger("ringloom.orders.seeds", 1_000);
  private static final int RANDOM_STEPS = 60;

  @TempDir Path folder;

  private final FakeLoop loop = new FakeLoop(ChannelModel.BUFFERS);
  private SocketPairs pairs;

  @BeforeEach
  void listen() throws IOException {
    pairs = SocketPairs.unixDomain(folder.resolve("socket"));
  }

  @AfterEach
  void close() throws IOException {
    pairs.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyOrderOfAFewStepsKeepsTheRules(boolean multishot) throws IOException {
    AllChoices choices = new AllChoices();
    int runs = 0;
    do {
      run(multishot, choices, false, STEPS);
      runs++;
    } while (choices.next());

    assertThat(runs).isGreaterThan(1000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void longOrdersByChanceKeepTheRules(boolean multishot) throws IOException {
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      try {
        run(multishot, random::nextInt, true, RANDOM_STEPS);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + " " + e.getMessage(), e);
      }
    }
  }

  private void run(boolean multishot, IntUnaryOperator choices, boolean varied, int steps)
      throws IOException {
    loop.ring().reset(multishot);
    new ChannelModel(loop, pairs, choices, varied).run(steps);
    pairs.closePairs();
  }

  /** Chooses the first of all, and counts upwards from run to run until all were chosen. */
  private static final class AllChoices implements IntUnaryOperator {
    private final int[] chosen = new int[64];
    private final int[] bounds = new int[64];
    private int depth;
    private int position;

    @Override
    public int applyAsInt(int bound) {
      if (position == depth) {
        chosen[depth] = 0;
        bounds[depth] = bound;
        depth++;
      }
      if (bound != bounds[position]) {
        throw new AssertionError("A run that is repeated has other choices.");
      }
      return chosen[position++];
    }

    /** Prepares the next run; returns false if there is none. */
    boolean next() {
      position = 0;
      while (depth > 0 && chosen[depth - 1] == bounds[depth - 1] - 1) {
        depth--;
      }
      if (depth == 0) {
        return false;
      }
      chosen[depth - 1]++;
      return true;
    }
  }
}
