package io.ringloom.example.kv;

import static org.awaitility.Awaitility.await;

import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.durable.BrokenJournal;
import io.ringloom.example.kv.store.Keyspace;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ActiveExpiryTest {
  @Test
  void goes_on_after_a_failure() {
    BrokenJournal journal = new BrokenJournal();
    SharedState shared = new SharedState(new Keyspace(() -> 0, new Random(1)), journal);
    try (ActiveExpiry expiry = new ActiveExpiry(shared)) {
      expiry.start();
      // Its error shall not end the test, since JUnit gives up altogether where memory runs out.
      await().dontCatchUncaughtExceptions().until(() -> journal.batches() >= 2);
    }
  }
}
