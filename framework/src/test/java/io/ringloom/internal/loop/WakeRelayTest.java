package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WakeRelayTest {
  private static final long PATIENCE_SECONDS = 20;

  private final List<Thread> relays = new ArrayList<>();
  private final WakeRelay relay =
      new WakeRelay(
          body -> {
            Thread made = Thread.ofVirtual().unstarted(body);
            relays.add(made);
            return made;
          });

  @Test
  void oneHandlerAloneIsWokenByTheLoopItself() throws Exception {
    Sleeper sleeper = new Sleeper();

    for (int round = 0; round < 2; round++) { // the second has not the first's still to wake
      sleeper.calls.incrementAndGet();
      relay.collect(sleeper.thread);
      relay.passOn();
      assertThat(sleeper.answered()).isTrue();
    }

    assertThat(relays).isEmpty();
    sleeper.stop();
  }

  @Test
  void severalHandlersAreWokenByOneRelayHoweverOften() throws Exception {
    List<Sleeper> sleepers = List.of(new Sleeper(), new Sleeper(), new Sleeper());

    for (int round = 0; round < 20_000; round++) {
      call(sleepers);
      relay.passOn();
      for (Sleeper sleeper : sleepers) {
        assertThat(sleeper.answered()).as("answer in round %d", round).isTrue();
      }
    }

    assertThat(relays).hasSize(1);
    for (Sleeper sleeper : sleepers) {
      sleeper.stop();
    }
    relay.end();
    assertThat(relays.get(0).join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
  }

  @Test
  void handlersAreWokenThatComeWhileTheRelayFallsAsleep() throws Exception {
    List<Sleeper> first = List.of(new Sleeper(), new Sleeper());
    List<Sleeper> second = List.of(new Sleeper(), new Sleeper());

    for (int round = 0; round < 100_000; round++) {
      call(first);
      relay.passOn();
      for (int spin = round % 1_000; spin > 0; spin--) {
        Thread.onSpinWait(); // so that the next ones come at any point of its way
      }
      call(second);
      relay.passOn();
      assertThat(allAnswered(first) && allAnswered(second)).as("round %d", round).isTrue();
    }

    first.forEach(Sleeper::stop);
    second.forEach(Sleeper::stop);
    relay.end();
  }

  @Test
  void whoWasCollectedBeforeTheEndIsWokenAndTheRelayEnds() throws Exception {
    for (int round = 0; round < 2_000; round++) {
      relays.clear();
      WakeRelay ending =
          new WakeRelay(
              body -> {
                relays.add(Thread.ofVirtual().unstarted(body));
                return relays.get(0);
              });
      List<Sleeper> sleepers = List.of(new Sleeper(), new Sleeper());
      for (Sleeper sleeper : sleepers) {
        sleeper.calls.incrementAndGet();
        ending.collect(sleeper.thread);
      }

      ending.end();

      for (Sleeper sleeper : sleepers) {
        assertThat(sleeper.answered()).as("answer in round %d", round).isTrue();
        sleeper.stop();
      }
      assertThat(relays.get(0).join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
    }
  }

  @Test
  void theLoopDoesNotWaitBeforeItHasWokenWhomItHeardOfOutsideOfAPoll() throws Exception {
    EventLoop loop = new EventLoop("test", new LoopSettings(false, 1024, 1024, 0, Clock.SYSTEM));
    loop.start(new IdleTransport()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    List<Sleeper> sleepers = List.of(new Sleeper(), new Sleeper());

    loop.submit(() -> callFromLoop(loop, sleepers));

    for (Sleeper sleeper : sleepers) {
      assertThat(sleeper.answered()).isTrue();
      sleeper.stop();
    }
    loop.stop();
    assertThat(loop.awaitTermination(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))).isTrue();
  }

  @Test
  void handlersAreWokenAlsoWhereThereIsNoMemoryForARelay() throws Exception {
    List<Sleeper> sleepers = List.of(new Sleeper(), new Sleeper());
    AtomicInteger attempts = new AtomicInteger();
    WakeRelay poor =
        new WakeRelay(
            body -> {
              if (attempts.incrementAndGet() == 1) {
                throw new OutOfMemoryError("a test's, instead of a thread");
              }
              if (attempts.get() == 2) {
                return new StillbornThread();
              }
              relays.add(Thread.ofVirtual().unstarted(body));
              return relays.get(0);
            });

    for (int round = 0; round < 4; round++) {
      for (Sleeper sleeper : sleepers) {
        sleeper.calls.incrementAndGet();
        poor.collect(sleeper.thread);
      }
      assertThatCode(poor::passOn).doesNotThrowAnyException();
      for (Sleeper sleeper : sleepers) {
        assertThat(sleeper.answered()).as("answer in round %d", round).isTrue();
      }
    }

    assertThat(attempts).hasValue(3);
    for (Sleeper sleeper : sleepers) {
      sleeper.stop();
    }
    poor.end();
    assertThat(relays.get(0).join(Duration.ofSeconds(PATIENCE_SECONDS))).isTrue();
  }

  @Test
  void theRelayOfALoopEndsWithIt(@TempDir Path directory) throws Exception {
    EventLoop loop = new EventLoop("ending", new LoopSettings(false, 1024, 1024, 0, Clock.SYSTEM));
    loop.start(new IdleTransport()).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    List<Sleeper> sleepers = List.of(new Sleeper(), new Sleeper());
    loop.submit(() -> callFromLoop(loop, sleepers));
    assertThat(allAnswered(sleepers)).isTrue();
    assertThat(threadDump(directory.resolve("before"))).contains("ending-relay");

    loop.stop();
    assertThat(loop.awaitTermination(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))).isTrue();

    AtomicInteger dumps = new AtomicInteger();
    await()
        .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
        .untilAsserted(
            () ->
                assertThat(threadDump(directory.resolve("after-" + dumps.incrementAndGet())))
                    .doesNotContain("ending-relay"));
  }

  @Test
  void handlersOfWhomAPollHasHeardAreWokenBeforeTheNext() throws Exception {
    assertWokenBeforeNextPoll(
        (loop, sleepers) -> {
          callFromLoop(loop, sleepers);
          return true;
        });
  }

  @Test
  void handlersOfWhomAPollHasHeardBeforeItFailedAreWokenBeforeTheNext() throws Exception {
    assertWokenBeforeNextPoll(
        (loop, sleepers) -> {
          callFromLoop(loop, sleepers);
          throw new IOException("a test's, when bytes have come");
        });
  }

  @Test
  void handlersOfWhomATurnHasHeardBeforeItFailedAreWokenBeforeTheNext() throws Exception {
    assertWokenBeforeNextPoll(
        (loop, sleepers) -> {
          loop.submit(() -> callFromLoop(loop, sleepers));
          loop.submit(
              () -> {
                throw new IllegalStateException("a test's, when bytes have come");
              });
          return true;
        });
  }

  private interface FirstPoll {
    boolean occur(EventLoop loop, List<Sleeper> sleepers) throws IOException;
  }

  private static void assertWokenBeforeNextPoll(FirstPoll first) throws Exception {
    EventLoop loop = new EventLoop("test", new LoopSettings(false, 1024, 1024, 0, Clock.SYSTEM));
    List<Sleeper> sleepers = List.of(new Sleeper(), new Sleeper());
    AtomicInteger polls = new AtomicInteger();
    CompletableFuture<Boolean> woken = new CompletableFuture<>();
    IdleTransport transport =
        new IdleTransport(
            () -> {
              if (polls.incrementAndGet() == 1) {
                return first.occur(loop, sleepers);
              }
              if (!woken.isDone()) {
                woken.complete(allAnswered(sleepers));
              }
              return false;
            });

    loop.start(transport).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    assertThat(woken.get(3 * PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    for (Sleeper sleeper : sleepers) {
      sleeper.stop();
    }
    loop.stop();
    assertThat(loop.awaitTermination(TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS))).isTrue();
  }

  private static boolean allAnswered(List<Sleeper> sleepers) {
    try {
      for (Sleeper sleeper : sleepers) {
        if (!sleeper.answered()) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void callFromLoop(EventLoop loop, List<Sleeper> sleepers) {
    for (Sleeper sleeper : sleepers) {
      sleeper.calls.incrementAndGet();
      loop.wakeReceiver(sleeper.thread);
    }
  }

  private static String threadDump(Path file) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpThreads(file.toString(), HotSpotDiagnosticMXBean.ThreadDumpFormat.JSON);
    return Files.readString(file);
  }

  private void call(List<Sleeper> sleepers) {
    for (Sleeper sleeper : sleepers) {
      sleeper.calls.incrementAndGet();
      relay.collect(sleeper.thread);
    }
  }

  /** A thread that the system cannot start. */
  private static final class StillbornThread extends Thread {
    @Override
    public void start() {
      throw new OutOfMemoryError("a test's, instead of a start");
    }
  }

  /** A handler that parks until it is called, and answers each call. */
  private static final class Sleeper {
    private final AtomicInteger calls = new AtomicInteger();
    private final Semaphore answers = new Semaphore(0);
    private final CountDownLatch parks = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().unstarted(this::run);
    private volatile boolean stopped;

    Sleeper() throws InterruptedException {
      thread.start();
      assertThat(parks.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    boolean answered() throws InterruptedException {
      return answers.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
      stopped = true;
      LockSupport.unpark(thread);
    }

    private void run() {
      int seen = 0;
      while (!stopped) {
        parks.countDown();
        LockSupport.park(this);
        if (calls.get() > seen) {
          seen++;
          answers.release();
        }
      }
    }
  }
}
