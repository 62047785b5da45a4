package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VirtualThreadsTest {
  private final LinkedBlockingQueue<Runnable> ready = new LinkedBlockingQueue<>();

  @Test
  void virtualThreadsCanBeScheduledOnTheJdkThatThisIsBuiltWith() {
    assertThat(VirtualThreads.cause()).isEmpty();
    assertThat(VirtualThreads.canSchedule()).isTrue();
  }

  @Test
  void aThreadRunsWhereItsSchedulerRunsIt() {
    AtomicReference<@Nullable Thread> carrier = new AtomicReference<>();
    Thread thread =
        VirtualThreads.builder(ready::add)
            .start(() -> carrier.set(VirtualThreads.currentCarrier()));

    runReady();

    assertThat(thread.getState()).isEqualTo(Thread.State.TERMINATED);
    assertThat(carrier.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void aParkedThreadComesBackToItsSchedulerWhenItIsUnparked() {
    List<String> steps = new ArrayList<>();
    Thread thread =
        VirtualThreads.builder(ready::add)
            .start(
                () -> {
                  steps.add("before");
                  LockSupport.park();
                  steps.add("after");
                });
    runReady();
    assertThat(steps).containsExactly("before");

    LockSupport.unpark(thread);
    runReady();

    assertThat(steps).containsExactly("before", "after");
  }

  @Test
  void aThreadThatIsStartedByAVirtualOneInheritsItsScheduler() {
    AtomicReference<@Nullable Thread> carrier = new AtomicReference<>();
    VirtualThreads.builder(ready::add)
        .start(() -> Thread.startVirtualThread(() -> carrier.set(VirtualThreads.currentCarrier())));

    runReady();

    assertThat(carrier.get()).isSameAs(Thread.currentThread());
  }

  @Test
  void aPlatformThreadIsItsOwnCarrier() {
    assertThat(VirtualThreads.currentCarrier()).isSameAs(Thread.currentThread());
  }

  @Test
  void theCarrierOfAThreadIsKnownWhileItIsMounted() {
    AtomicReference<@Nullable Thread> seen = new AtomicReference<>();
    Thread thread =
        VirtualThreads.builder(ready::add)
            .start(() -> seen.set(VirtualThreads.carrierOf(Thread.currentThread())));

    runReady();

    assertThat(seen.get()).isSameAs(Thread.currentThread());
    assertThat(VirtualThreads.carrierOf(thread)).isNull();
  }

  @Test
  void theThreadThatATaskOfASchedulerContinuesCanBeNamed() throws InterruptedException {
    Thread thread = VirtualThreads.builder(ready::add).start(() -> {});

    Runnable task = ready.poll(10, TimeUnit.SECONDS);

    assertThat(task).isNotNull();
    assertThat(VirtualThreads.threadOf(task)).isSameAs(thread);
    assertThat(VirtualThreads.threadOf(() -> {})).isNull();
    task.run();
  }

  private void runReady() {
    Runnable task;
    while ((task = ready.poll()) != null) {
      task.run();
    }
  }
}
