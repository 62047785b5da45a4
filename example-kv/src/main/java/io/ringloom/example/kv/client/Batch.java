package io.ringloom.example.kv.client;

import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Commands that a client has sent together, carried out under one taking of the keyspace's lock.
 * For the client's handler alone.
 */
final class Batch {
  /** So many commands, and others get their turn. */
  private static final int MAX_COMMANDS = 128;

  private final Keyspace keyspace;
  private final ReentrantLock lock;
  private final Journal journal;

  // All belong to the handler.
  private boolean begun;
  private int commands;
  private long lastChanges;

  /**
   * Whether the journal worked when the batch began. If not, all commands that change something are
   * refused, and there is nothing to wait for.
   */
  private boolean journalWorks;

  Batch(SharedState shared) {
    keyspace = shared.keyspace();
    lock = keyspace.lock();
    journal = shared.journal();
  }

  /** Counts one command, and takes the lock unless the batch has begun. */
  void enter() {
    if (!begun) {
      lock.lock();
      keyspace.lookAtClock();
      begun = true;
      journalWorks = journal.failure() == null;
      commands = 0;
    }
    commands++;
  }

  boolean isFull() {
    return commands >= MAX_COMMANDS;
  }

  /** Gives the lock back, if the batch has begun. */
  void leave() {
    if (begun) {
      begun = false;
      try {
        lastChanges = journal.endBatch();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until all that the batch has changed, or may have seen, is as safe as it has to be. */
  void awaitJournal() throws IOException {
    if (journalWorks) {
      journal.await(lastChanges);
    }
  }
}
