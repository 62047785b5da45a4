package io.ringloom.benchmarks.contender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ProcessClockTest {

  @Test
  void it_counts_what_the_process_itself_counts() throws IOException {
    com.sun.management.OperatingSystemMXBean own =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    ProcessClock clock = new ProcessClock(ProcessHandle.current().pid());
    long before = clock.nanos();
    long ownBefore = own.getProcessCpuTime();
    while (own.getProcessCpuTime() - ownBefore < TimeUnit.MILLISECONDS.toNanos(200)) {
      Thread.onSpinWait();
    }
    long counted = clock.nanos() - before;
    long ownCounted = own.getProcessCpuTime() - ownBefore;

    assertThat((double) counted)
        .isCloseTo((double) ownCounted, within((double) TimeUnit.MILLISECONDS.toNanos(60)));
  }

  @Test
  void a_process_that_has_ended_has_no_time() throws IOException, InterruptedException {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    ProcessClock clock = new ProcessClock(process.pid());
    assertThatThrownBy(clock::nanos).hasMessage("The process has ended.");
  }
}
