package io.ringloom.example.kv;

import static org.awaitility.Awaitility.await;

import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.durable.BrokenJournal;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.store.Entry;
import io.ringloom.example.kv.store.EvictionPolicy;
import io.ringloom.example.kv.store.Keyspace;
import io.ringloom.example.kv.store.ListValue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class ActiveExpiryTest {
  private static final byte[] KEY = {'k'};

  private final AtomicLong now = new AtomicLong();
  private final Keyspace keyspace = new Keyspace(now::get, new Random(1));

  @Test
  void removes_what_is_due_although_nobody_asks_for_it() {
    awaitThatKeyGoes(10, whole -> now.set(10));
  }

  @Test
  void makes_room_although_nobody_gives_a_command() {
    awaitThatKeyGoes(Entry.NEVER, whole -> whole.limit(1, EvictionPolicy.ALLKEYS_RANDOM));
  }

  private void awaitThatKeyGoes(long expireAtMillis, Consumer<Keyspace> afterStart) {
    SharedState shared = new SharedState(keyspace, Journal.NONE);
    try (ActiveExpiry expiry = new ActiveExpiry(shared)) {
      keyspace.lock().lock();
      try {
        ListValue list = new ListValue();
        list.pushLast(KEY);
        keyspace.put(0, KEY, list, expireAtMillis);
        expiry.start();
        afterStart.accept(keyspace);
      } finally {
        keyspace.lock().unlock();
      }
      await().until(() -> size() == 0);
    }
  }

  private int size() {
    keyspace.lock().lock();
    try {
      return keyspace.size(0);
    } finally {
      keyspace.lock().unlock();
    }
  }

  @Test
  void goes_on_after_a_failure() {
    BrokenJournal journal = new BrokenJournal();
    SharedState shared = new SharedState(keyspace, journal);
    try (ActiveExpiry expiry = new ActiveExpiry(shared)) {
      expiry.start();
      // Its error shall not end the test, since JUnit gives up altogether where memory runs out.
      await().dontCatchUncaughtExceptions().until(() -> journal.batches() >= 2);
    }
  }
}
