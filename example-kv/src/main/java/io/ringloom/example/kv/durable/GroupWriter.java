package io.ringloom.example.kv.durable;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches of changes to the disk, on one thread of its own.
 *
 * <p>While one group of batches is written, those that come form the next. So as many clients may
 * wait for the disk together as there are, for about as long as one alone.
 */
final class GroupWriter {
  /** While more than this waits to be written, those who change something wait too. */
  static final long MAX_PENDING_BYTES = 64L << 20;

  /** A group is complete when it has so much; one batch may have more. */
  private static final long MAX_GROUP_BYTES = 16L << 20;

  private static final long SYNC_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);

  private final Disk disk;
  private final Fsync fsync;
  private final String place;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition work = lock.newCondition();

  // All guarded by the lock.
  private final ArrayDeque<Group> waiting = new ArrayDeque<>();
  private @Nullable Group inFlight;
  private long pendingBytes;
  private long lastBatch;
  private long writtenBatch;
  private boolean closing;

  /** Written once, with the lock. */
  private volatile @Nullable String failure;

  // By the thread alone.
  private boolean unsynced;
  private long unsyncedSinceNanos;

  /** Batches that are written together. */
  private static final class Group {
    /** Completed when it is written, or never will be. */
    final CompletableFuture<Void> done = new CompletableFuture<>();

    // All guarded by the lock; not changed any more while it is written.
    final List<Change> changes = new ArrayList<>();
    long bytes;
    long lastBatch;
  }

  /**
   * Begins.
   *
   * @param place what messages call the disk
   */
  GroupWriter(Disk disk, Fsync fsync, String place) {
    this.disk = disk;
    this.fsync = fsync;
    this.place = place;
    thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::run);
    thread.start();
  }

  /** Takes over a batch and returns its number. */
  long add(List<Change> changes) {
    long bytes = 0;
    for (Change change : changes) {
      bytes += change.bytes();
    }
    lock.lock();
    try {
      if (closing || failure != null) {
        return lastBatch + 1;
      }
      Group group = waiting.peekLast();
      if (group == null || group.bytes >= MAX_GROUP_BYTES) {
        group = new Group();
        waiting.add(group);
      }
      lastBatch++;
      group.changes.addAll(changes);
      group.bytes += bytes;
      group.lastBatch = lastBatch;
      pendingBytes += bytes;
      work.signal();
      return lastBatch;
    } finally {
      lock.unlock();
    }
  }

  /** As {@link Journal#await}. */
  void await(long batch) throws IOException {
    CompletableFuture<Void> next = groupToWaitFor(batch);
    while (next != null) {
      next.join();
      next = groupToWaitFor(batch);
    }
  }

  private @Nullable CompletableFuture<Void> groupToWaitFor(long batch) throws IOException {
    lock.lock();
    try {
      if (failure != null) {
        throw new JournalException(failure);
      }
      if (batch > lastBatch) {
        throw new JournalException(
            "The data in " + place + " was closed before the change was kept.");
      }
      if (fsync == Fsync.ALWAYS ? batch <= writtenBatch : pendingBytes <= MAX_PENDING_BYTES) {
        return null;
      }
      if (inFlight != null && (fsync != Fsync.ALWAYS || batch <= inFlight.lastBatch)) {
        return inFlight.done;
      }
      for (Group group : waiting) {
        if (fsync != Fsync.ALWAYS || batch <= group.lastBatch) {
          return group.done;
        }
      }
      throw new IllegalStateException("batch " + batch + " is in no group");
    } finally {
      lock.unlock();
    }
  }

  @Nullable String failure() {
    return failure;
  }

  /** Writes and syncs what is left, and ends the thread. Idempotent. */
  void close() {
    lock.lock();
    try {
      closing = true;
      work.signal();
    } finally {
      lock.unlock();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      Group group = take();
      while (group != null || unsynced) {
        if (group != null) {
          write(group);
        }
        if (unsynced && (group == null || (fsync == Fsync.EVERYSEC && nanosToSync() <= 0))) {
          disk.sync();
          unsynced = false;
        }
        group = take();
      }
    } catch (IOException | InterruptedException | RuntimeException | Error failed) {
      fail(failed);
    }
  }

  /** The next group; null if a sync is due, or at the end. */
  private @Nullable Group take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closing) {
        if (!unsynced || fsync != Fsync.EVERYSEC) {
          work.await();
        } else if (nanosToSync() <= 0 || work.awaitNanos(nanosToSync()) <= 0) {
          break;
        }
      }
      inFlight = waiting.poll();
      return inFlight;
    } finally {
      lock.unlock();
    }
  }

  private long nanosToSync() {
    return unsyncedSinceNanos + SYNC_INTERVAL_NANOS - System.nanoTime();
  }

  private void write(Group group) throws IOException {
    disk.write(group.changes, fsync == Fsync.ALWAYS);
    if (fsync != Fsync.ALWAYS && !unsynced) {
      unsynced = true;
      unsyncedSinceNanos = System.nanoTime();
    }
    lock.lock();
    try {
      writtenBatch = group.lastBatch;
      pendingBytes -= group.bytes;
      inFlight = null;
    } finally {
      lock.unlock();
    }
    group.done.complete(null);
  }

  /** Keeps nothing any more. For any thread. */
  void fail(Throwable why) {
    String text = why.getMessage() == null ? why.toString() : why.getMessage();
    String sentence = "Changes are not kept any more, as writing to " + place + " failed: " + text;
    List<Group> lost;
    lock.lock();
    try {
      failure = sentence.endsWith(".") ? sentence : sentence + ".";
      lost = new ArrayList<>(waiting);
      if (inFlight != null) {
        lost.add(inFlight);
      }
      waiting.clear();
      inFlight = null;
      pendingBytes = 0;
    } finally {
      lock.unlock();
    }
    LOG.error("{}", failure);
    lost.forEach(group -> group.done.complete(null));
  }
}
