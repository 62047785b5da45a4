package io.ringloom.example.kv.durable;

import io.ringloom.example.kv.store.Changes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes down what changes in the keyspace, so that it survives the process.
 *
 * <p>Changes are told with the keyspace's lock. Those between two calls of {@link #endBatch} are
 * kept all or not at all.
 */
public interface Journal extends Changes, AutoCloseable {

  /** Keeps nothing. */
  Journal NONE = new NoJournal();

  /**
   * Ends a batch of changes. Called with the keyspace's lock; does not wait.
   *
   * @return its number, or that of the last one if nothing has changed since
   */
  long endBatch();

  /**
   * Waits until a batch and all before it are as safe as the server was told to make them before it
   * replies, and while too much waits to be written. Called without the keyspace's lock, by any
   * thread.
   *
   * @throws IOException if the changes cannot be kept; then nobody may be told that they were made
   */
  void await(long batch) throws IOException;

  /** Why changes cannot be kept any more, or null if they can. For any thread. */
  @Nullable String failure();

  /** Writes what is left and closes the files. Idempotent. */
  @Override
  void close();
}
