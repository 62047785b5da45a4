package io.ringloom.internal.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Virtual threads that users start on a loop's scheduler, which the loop does not wait for. */
class StragglerTest {
  private final EventLoop loop =
      new EventLoop("test", new LoopSettings(true, 1024, 1024, 0, Clock.SYSTEM));

  @Test
  void aThreadThatAHandlerHasStartedRunsToItsEndAfterTheLoopHasEnded() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    CompletableFuture<Boolean> onCarrierBefore = new CompletableFuture<>();
    CompletableFuture<Boolean> onCarrierAfter = new CompletableFuture<>();
    loop.start(new IdleTransport()).get(10, TimeUnit.SECONDS);
    runAsHandler(
        () ->
            Thread.startVirtualThread(
                () -> {
                  onCarrierBefore.complete(loop.onCarrier());
                  awaitUninterruptibly(goOn);
                  onCarrierAfter.complete(loop.onCarrier());
                }));
    assertThat(onCarrierBefore.get(10, TimeUnit.SECONDS)).isTrue();

    loop.stop();
    assertThat(loop.awaitTermination(TimeUnit.SECONDS.toNanos(10))).isTrue();
    goOn.countDown();

    assertThat(onCarrierAfter.get(10, TimeUnit.SECONDS)).isFalse();
  }

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // to come back to the scheduler, not for its order
  void aThreadThatIsReadyWhenTheLoopEndsRunsToItsEnd() throws Exception {
    int steps = 100;
    CompletableFuture<Integer> ended = new CompletableFuture<>();
    loop.start(new IdleTransport()).get(10, TimeUnit.SECONDS);
    runAsHandler(
        () -> {
          loop.stop();
          Thread.startVirtualThread(
              () -> {
                int step = 0;
                while (step < steps) {
                  Thread.yield();
                  step++;
                }
                ended.complete(step);
              });
        });

    assertThat(loop.awaitTermination(TimeUnit.SECONDS.toNanos(10))).isTrue();

    assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(steps);
  }

  @Test
  void aTaskForALoopThatHasEndedIsRejected() throws Exception {
    loop.start(new IdleTransport()).get(10, TimeUnit.SECONDS);
    loop.stop();
    assertThat(loop.awaitTermination(TimeUnit.SECONDS.toNanos(10))).isTrue();
    CompletableFuture<String> fate = new CompletableFuture<>();

    loop.submit(
        new LoopTask() {
          @Override
          public void run() {
            fate.complete("run");
          }

          @Override
          public void rejected() {
            fate.complete("rejected");
          }
        });

    assertThat(fate.get(10, TimeUnit.SECONDS)).isEqualTo("rejected");
  }

  private void runAsHandler(Runnable body) {
    loop.submit(
        () ->
            loop.newHandlerThread(
                    "handler",
                    () -> {
                      try {
                        body.run();
                      } finally {
                        loop.handlerEnded();
                      }
                    })
                .start());
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
