package io.ringloom.example.kv.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringloom.example.kv.durable.BrokenJournal;
import io.ringloom.example.kv.store.Keyspace;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BatchTest {
  private final Keyspace keyspace = new Keyspace(() -> 0, new Random(1));

  @Test
  void a_journal_that_fails_does_not_keep_the_lock() {
    Batch batch = new Batch(new SharedState(keyspace, new BrokenJournal()));
    batch.enter();
    assertThat(keyspace.lock().isHeldByCurrentThread()).isTrue();
    assertThatThrownBy(batch::leave).isInstanceOf(OutOfMemoryError.class);
    assertThat(keyspace.lock().isHeldByCurrentThread()).isFalse();
  }
}
