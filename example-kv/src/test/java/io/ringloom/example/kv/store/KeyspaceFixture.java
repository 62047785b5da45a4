package io.ringloom.example.kv.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A keyspace whose lock the test holds, a clock that the test sets, and a list of changes. */
abstract class KeyspaceFixture {
  final List<String> changes = new ArrayList<>();
  long now = 1_000_000;

  /** Which keys the last flush has removed. */
  Predicate<byte[]> flushed = key -> false;

  final Keyspace keyspace = new Keyspace(() -> now, new Random(6));

  @BeforeEach
  final void lockAndListen() {
    keyspace.lock().lock();
    keyspace.listener(
        new Changes() {
          @Override
          public void changed(int database, byte[] key) {
            changes.add(database + ":" + Keys.text(key));
          }

          @Override
          public void flushed(int database, Predicate<byte[]> wasThere) {
            changes.add(database + ":*");
            flushed = wasThere;
          }
        });
  }

  /** Lets time pass. */
  final void later(long millis) {
    now += millis;
    keyspace.lookAtClock();
  }

  @AfterEach
  final void unlock() {
    keyspace.lock().unlock();
  }
}
