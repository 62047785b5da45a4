package io.ringloom.transport.uring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The completions of one turn: collected while the ring is entered, and dispatched when the loop no
 * longer counts as waiting. Loop only.
 */
final class Completions {
  private @Nullable RingHandle[] handles = new RingHandle[256];
  private byte[] operations = new byte[256];

  private int[] results = new int[256];
  private int[] flags = new int[256];
  private int count;

  void add(RingHandle handle, byte operation, int result, int completionFlags) {
    int index = count;
    if (index == results.length) {
      grow();
    }
    handles[index] = handle;
    operations[index] = operation;
    results[index] = result;
    flags[index] = completionFlags;
    count = index + 1;
  }

  int count() {
    return count;
  }

  /** Hands every completion to its handle. A bug in the care for one must not harm the others. */
  void dispatch() {
    for (int i = 0; i < count; i++) {
      RingHandle handle = handles[i];
      if (handle == null) {
        continue;
      }
      handles[i] = null;
      try {
        handle.completed(operations[i], results[i], flags[i]);
      } catch (RuntimeException | Error e) {
        handle.failedBy(e);
      }
    }
    count = 0;
  }

  private void grow() {
    int larger = 2 * count;
    @Nullable RingHandle[] moreHandles = Arrays.copyOf(handles, larger);
    byte[] moreOperations = Arrays.copyOf(operations, larger);
    int[] moreResults = Arrays.copyOf(results, larger);
    flags = Arrays.copyOf(flags, larger);
    // Nothing fails from here on, so that all of them always have the same length, or flags more.
    handles = moreHandles;
    operations = moreOperations;
    results = moreResults;
  }
}
