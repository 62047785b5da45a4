package io.ringloom.example.kv.durable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GroupWriterTest {
  private final TestDisk disk = new TestDisk();
  private @Nullable GroupWriter writer;

  /** Counts, writes only what it is permitted to, and fails if it is told to. */
  private static final class TestDisk implements Disk {
    final AtomicInteger writes = new AtomicInteger();
    final AtomicInteger changes = new AtomicInteger();
    final AtomicInteger syncedWrites = new AtomicInteger();
    final AtomicInteger syncs = new AtomicInteger();
    final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
    volatile @Nullable String failure;

    @Override
    public void write(List<Change> group, boolean sync) throws IOException {
      permits.acquireUninterruptibly();
      fail();
      writes.incrementAndGet();
      changes.addAndGet(group.size());
      syncedWrites.addAndGet(sync ? 1 : 0);
    }

    @Override
    public void sync() throws IOException {
      fail();
      syncs.incrementAndGet();
    }

    private void fail() throws IOException {
      if (failure != null) {
        throw new IOException(failure);
      }
    }

    @Override
    public void close() {}
  }

  private GroupWriter start(Fsync fsync) {
    GroupWriter started = new GroupWriter(disk, fsync, "/data");
    writer = started;
    return started;
  }

  @AfterEach
  void close() {
    disk.permits.release(1_000);
    if (writer != null) {
      writer.close();
    }
  }

  private static List<Change> change() {
    return List.of(new Change.Removed(0, new byte[1]));
  }

  private static List<Change> changeOf(long bytes) {
    return List.of(new Change.Elements(0, 1, 0, new byte[0][], bytes));
  }

  @Test
  void batches_that_wait_together_are_written_together() throws Exception {
    disk.permits.drainPermits();
    GroupWriter group = start(Fsync.ALWAYS);
    long first = group.add(change());
    await().until(disk.permits::hasQueuedThreads);
    int threads = 100;
    CountDownLatch added = new CountDownLatch(threads);
    List<Thread> waiters = new ArrayList<>();
    AtomicInteger acknowledged = new AtomicInteger();
    for (int i = 0; i < threads; i++) {
      waiters.add(
          Thread.startVirtualThread(
              () -> {
                long batch = group.add(change());
                added.countDown();
                try {
                  group.await(batch);
                  acknowledged.incrementAndGet();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              }));
    }
    added.await();
    assertThat(acknowledged).hasValue(0);

    disk.permits.release();
    group.await(first);
    assertThat(acknowledged).hasValue(0);

    disk.permits.release();
    for (Thread waiter : waiters) {
      waiter.join();
    }
    assertThat(acknowledged).hasValue(threads);
    assertThat(disk.changes).hasValue(threads + 1);
    assertThat(disk.writes).hasValue(2);
    assertThat(disk.syncedWrites).hasValue(2);
  }

  @Test
  void with_everysec_nobody_waits_and_the_disk_is_synced_soon() throws IOException {
    disk.permits.drainPermits();
    GroupWriter group = start(Fsync.EVERYSEC);
    group.await(group.add(change()));
    assertThat(disk.writes).hasValue(0);

    disk.permits.release();
    await().until(() -> disk.syncs.get() == 1);
    assertThat(disk.syncedWrites).hasValue(0);

    disk.permits.release();
    group.await(group.add(change()));
    await().until(() -> disk.syncs.get() == 2);
    assertThat(disk.writes).hasValue(2);
  }

  @Test
  void without_syncs_only_the_end_is_synced() throws IOException {
    GroupWriter group = start(Fsync.NO);
    group.await(group.add(change()));
    await().until(() -> disk.writes.get() == 1);
    assertThat(disk.syncs).hasValue(0);
    group.close();
    assertThat(disk.syncs).hasValue(1);
    group.close();
    assertThat(disk.syncs).hasValue(1);
  }

  @Test
  void whoever_adds_waits_while_too_much_is_pending() throws Exception {
    disk.permits.drainPermits();
    GroupWriter group = start(Fsync.EVERYSEC);
    group.await(group.add(changeOf(GroupWriter.MAX_PENDING_BYTES)));
    long batch = group.add(changeOf(1));
    CompletableFuture<Void> waiter =
        CompletableFuture.runAsync(
            () -> {
              try {
                group.await(batch);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            },
            command -> Thread.ofVirtual().start(command));
    await().until(disk.permits::hasQueuedThreads);
    assertThat(waiter).isNotDone();
    disk.permits.release();
    waiter.get();
  }

  @Test
  void after_a_failed_write_all_who_wait_are_told_and_those_who_come() throws Exception {
    disk.permits.drainPermits();
    GroupWriter group = start(Fsync.ALWAYS);
    long first = group.add(change());
    await().until(disk.permits::hasQueuedThreads);
    long second = group.add(change());
    CompletableFuture<String> waiter =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                group.await(second);
                return "kept";
              } catch (IOException e) {
                return String.valueOf(e.getMessage());
              }
            },
            command -> Thread.ofVirtual().start(command));
    disk.failure = "No space left on device";
    disk.permits.release();

    String sentence =
        "Changes are not kept any more, as writing to /data failed: No space left on device.";
    assertThat(waiter.get()).isEqualTo(sentence);
    assertThat(group.failure()).isEqualTo(sentence);
    assertThatThrownBy(() -> group.await(first))
        .isInstanceOf(IOException.class)
        .hasMessage(sentence);
    long late = group.add(change());
    assertThatThrownBy(() -> group.await(late)).hasMessage(sentence);
    group.close();
    assertThat(disk.writes).hasValue(0);
  }

  @Test
  void a_failed_sync_is_a_failure_too() {
    GroupWriter group = start(Fsync.EVERYSEC);
    group.add(change());
    await().until(() -> disk.writes.get() == 1);
    disk.failure = "Input/output error";
    await().until(() -> group.failure() != null);
    assertThatThrownBy(() -> group.await(1)).hasMessageContaining("Input/output error");
  }

  @Test
  void closing_writes_all_that_waits() throws Exception {
    disk.permits.drainPermits();
    GroupWriter group = start(Fsync.ALWAYS);
    group.add(change());
    await().until(disk.permits::hasQueuedThreads);
    long second = group.add(change());
    disk.permits.release(2);
    group.close();
    assertThat(disk.changes).hasValue(2);
    group.await(second);
  }
}
