package io.ringloom.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.ringloom.Offload;
import io.ringloom.Server;
import io.ringloom.internal.loop.EventLoop;
import io.ringloom.internal.loop.LoopGroup;
import io.ringloom.testkit.Contract;
import io.ringloom.testkit.ScriptedPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A loop and its handlers never deadlock on a lock that they share: where a handler parks while it
 * holds the lock that the loop wants, the loop waits without holding up the handler.
 */
public abstract class SharedLockContract extends Contract {
  private static final int HANDLERS = 8;
  private static final int ROUNDS = 200;

  /** A piece of code that only one thread at a time is in. */
  private interface Exclusive {
    void run(Runnable inside);
  }

  @Test
  void onAReentrantLock() throws Exception {
    ReentrantLock lock = new ReentrantLock();
    contend(
        inside -> {
          lock.lock();
          try {
            inside.run();
          } finally {
            lock.unlock();
          }
        });
  }

  @Test
  void onAMonitor() throws Exception {
    Object monitor = new Object();
    contend(
        inside -> {
          synchronized (monitor) {
            inside.run();
          }
        });
  }

  @Test
  void onAnEntryOfAConcurrentMap() throws Exception {
    ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();
    contend(
        inside -> {
          map.computeIfAbsent(
              "key",
              key -> {
                inside.run();
                return 1;
              });
          map.remove("key");
        });
  }

  @Test
  void onALoggersAppender() throws Exception {
    Logger logger = (Logger) LoggerFactory.getLogger("contended");
    // The base class lets one thread at a time append.
    AppenderBase<ILoggingEvent> appender =
        new AppenderBase<>() {
          @Override
          protected void append(ILoggingEvent event) {
            ((Runnable) event.getArgumentArray()[0]).run();
          }
        };
    appender.setContext(logger.getLoggerContext());
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
    try {
      contend(inside -> logger.error("inside {}", inside));
    } finally {
      logger.detachAppender(appender);
    }
  }

  @Test
  void onAClassInitialiser() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Initialisation.hook =
        () -> {
          entered.countDown();
          parkElsewhere(mayGoOn);
        };
    Server server =
        serve(
            connection -> {
              Initialisation.initialise(scheduling().name());
              connection.output().writeByte(1);
            });
    ScriptedPeer peer = peer(server);
    peer.send("x");
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    List<CompletableFuture<Void>> met = new ArrayList<>();
    for (EventLoop loop : ((LoopGroup) loops).loops()) {
      met.add(onLoop(loop, () -> Initialisation.initialise(scheduling().name())));
    }
    mayGoOn.countDown();

    assertThat(peer.receive(1)).containsExactly(1);
    for (CompletableFuture<Void> each : met) {
      each.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void onStartingVirtualThreads() throws Exception {
    AtomicInteger started = new AtomicInteger();
    contend(
        inside -> {
          Thread.startVirtualThread(started::incrementAndGet);
          inside.run();
        });
    assertThat(started.get()).isPositive();
  }

  /** Has handlers park inside while the loops want to get in, and all of them get through. */
  private void contend(Exclusive exclusive) throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch mayGoOn = new CountDownLatch(1);
    Server server =
        serve(
            connection -> {
              exclusive.run(
                  () -> {
                    entered.countDown();
                    parkElsewhere(mayGoOn);
                  });
              for (int i = 0; i < ROUNDS; i++) {
                exclusive.run(Thread::yield);
                if (i % 20 == 0) {
                  exclusive.run(() -> parkElsewhere(new CountDownLatch(0)));
                }
              }
              connection.output().writeByte(1);
            });
    List<ScriptedPeer> peers = new ArrayList<>();
    for (int i = 0; i < HANDLERS; i++) {
      peers.add(peer(server));
    }
    assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
    List<CompletableFuture<Void>> met = new ArrayList<>();
    for (EventLoop loop : ((LoopGroup) loops).loops()) {
      for (int i = 0; i < ROUNDS; i++) {
        met.add(onLoop(loop, () -> exclusive.run(() -> {})));
      }
    }
    mayGoOn.countDown();
    for (ScriptedPeer peer : peers) {
      assertThat(peer.deadline(PATIENCE).receive(1)).containsExactly(1);
    }
    for (CompletableFuture<Void> each : met) {
      each.get(20, TimeUnit.SECONDS);
    }
  }

  private static CompletableFuture<Void> onLoop(EventLoop loop, Runnable action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    loop.submit(
        () -> {
          action.run();
          done.complete(null);
        });
    return done;
  }

  /** Parks the calling handler until another thread wakes it. */
  private static void parkElsewhere(CountDownLatch until) {
    try {
      Boolean done = Offload.call(() -> until.await(20, TimeUnit.SECONDS));
      assertThat(done).isTrue();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Two classes, since a class is initialised once only: one for each scheduling. */
  private static final class Initialisation {
    static volatile Runnable hook = () -> {};

    static void initialise(String scheduling) {
      assertThat(scheduling.equals("LOOP") ? First.VALUE : Second.VALUE).isEqualTo(1);
    }

    private static int runHook() {
      hook.run();
      return 1;
    }

    private static final class First {
      static final int VALUE = runHook();
    }

    private static final class Second {
      static final int VALUE = runHook();
    }
  }
}
