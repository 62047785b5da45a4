package io.ringloom.example.kv.peer;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Gives the same random requests to Redis and to our server: what they answer must be equal byte
 * for byte. {@code -Dkv.differential.seed=N} repeats the scripts of a failure, {@code
 * -Dkv.differential.scripts=N} runs more or fewer of them.
 */
final class DifferentialIT {
  private static final int SCRIPTS = Integer.getInteger("kv.differential.scripts", 300);
  private static final int MOST_DIFFERENCES = 5;

  @Test
  void answers_what_redis_answers() throws Exception {
    long firstSeed = Long.getLong("kv.differential.seed", System.nanoTime());
    List<String> differences = new ArrayList<>();
    Set<String> known = new HashSet<>();
    try (RedisServer redis = RedisServer.start();
        TestServer ours = KvServers.start()) {
      for (long seed = firstSeed; seed < firstSeed + SCRIPTS; seed++) {
        Script script = Script.random(seed);
        Difference difference = difference(script, redis, ours);
        if (difference != null && known.add(difference.kind())) {
          differences.add("With seed " + seed + ":\n" + explain(script, difference, redis, ours));
          if (differences.size() == MOST_DIFFERENCES) {
            break;
          }
        }
      }
    }
    if (!differences.isEmpty()) {
      fail(String.join("\n\n", differences));
    }
  }

  private static @Nullable Difference difference(Script script, TestServer redis, TestServer ours)
      throws IOException {
    try (Performance performance = new Performance(redis, ours)) {
      performance.run(script);
      return null;
    } catch (Difference e) {
      return e;
    }
  }

  /** Leaves out all that does not matter, so that one can see what does. */
  private static String explain(Script script, Difference seen, TestServer redis, TestServer ours)
      throws IOException {
    if (difference(script, redis, ours) == null) {
      return script + "Only once, and not again: " + seen.getMessage();
    }
    Script shortest = script;
    for (int size = script.steps().size() / 2; size > 0; size /= 2) {
      for (int from = 0; from + size <= shortest.steps().size(); ) {
        Script shorter = shortest.without(from, from + size);
        if (difference(shorter, redis, ours) == null) {
          from += size;
        } else {
          shortest = shorter;
        }
      }
    }
    return shortest + seen.getMessage();
  }
}
