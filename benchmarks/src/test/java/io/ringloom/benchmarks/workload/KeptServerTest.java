package io.ringloom.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.benchmarks.contender.ServerProcess;
import io.ringloom.benchmarks.contender.ShellServer;
import io.ringloom.benchmarks.result.Figure;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class KeptServerTest {
  private static final String NOTHING = "exec sleep 1000";
  private static final String MUCH = "while :; do :; done";

  @Test
  void it_is_warmed_up_once_and_lives_until_it_is_closed() throws IOException {
    ServerProcess server = ShellServer.running(NOTHING);
    Counting work = new Counting();
    try (KeptServer kept = KeptServer.warmUp(server, work)) {
      kept.measure();
      kept.measure();
      assertThat(server.cpuNanos()).isPositive();
    }
    assertThat(work.warmUps).isEqualTo(1);
    assertThat(work.measurements).isEqualTo(2);
    assertEnded(server);
  }

  @Test
  void one_that_cannot_be_warmed_up_is_ended() throws IOException {
    ServerProcess server = ShellServer.running(NOTHING);
    Counting work = new Counting();
    work.broken = true;
    assertThatThrownBy(() -> KeptServer.warmUp(server, work)).hasMessage("It is broken.");
    assertEnded(server);
  }

  @Test
  void what_it_does_while_it_waits_is_noticed() throws IOException {
    assertThat(coresWhileWaiting(MUCH)).isGreaterThan(0.02);
  }

  @Test
  void one_that_waits_costs_nothing() throws IOException {
    assertThat(coresWhileWaiting(NOTHING)).isLessThan(0.001);
  }

  private static double coresWhileWaiting(String command) throws IOException {
    try (ServerProcess server = ShellServer.running(command)) {
      Rest rest = Rest.begin(server);
      OptionalDouble cores;
      do {
        Thread.onSpinWait();
        cores = rest.cores();
      } while (cores.isEmpty());
      return cores.getAsDouble();
    }
  }

  private static void assertEnded(ServerProcess server) {
    assertThatThrownBy(server::cpuNanos).hasMessage("The process has ended.");
  }

  private static final class Counting implements Work {
    private int warmUps;
    private int measurements;
    private boolean broken;

    @Override
    public void warmUp(ServerProcess server) throws IOException {
      warmUps++;
      if (broken) {
        throw new IOException("It is broken.");
      }
    }

    @Override
    public Measurement measure(ServerProcess server) {
      measurements++;
      return new Measurement(Map.of(Figure.THROUGHPUT, 1.0), "");
    }
  }
}
