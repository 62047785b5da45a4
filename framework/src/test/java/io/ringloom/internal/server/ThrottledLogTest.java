package io.ringloom.internal.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.ringloom.testkit.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ThrottledLogTest {
  private static final Pattern LEFT_OUT =
      Pattern.compile("INFO line (\\d+) \\(Lines like this left out before it: (\\d+)\\.\\)");

  private final ThrottledLog log =
      new ThrottledLog(LoggerFactory.getLogger(ThrottledLogTest.class));

  @Test
  void theFirstLineIsLoggedAtOnceAsItIs() {
    try (CapturedLog captured = CapturedLog.of(ThrottledLogTest.class, Level.INFO)) {
      log.info("There was {} one.");

      assertThat(captured.lines()).containsExactly("INFO There was {} one.");
    }
  }

  @Test
  @DisplayName("there is at most one line a second, and it says how many were left out before it")
  void whatIsLeftOutIsCounted() {
    try (CapturedLog captured = CapturedLog.of(ThrottledLogTest.class, Level.INFO)) {
      List<Integer> said = new ArrayList<>();
      long began = System.nanoTime();
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(10))
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                said.add(said.size());
                log.info("line " + (said.size() - 1));
                return captured.lines().size() == 2;
              });
      long seconds = (System.nanoTime() - began) / 1_000_000_000;

      assertThat(seconds).as("seconds between two lines").isPositive();
      assertThat(captured.lines().get(0)).isEqualTo("INFO line 0");
      Matcher second = LEFT_OUT.matcher(captured.lines().get(1));
      assertThat(second.matches()).as(captured.lines().get(1)).isTrue();
      assertThat(Integer.parseInt(second.group(1))).isEqualTo(said.size() - 1);
      assertThat(Integer.parseInt(second.group(2))).isEqualTo(said.size() - 2);
    }
  }
}
