package io.ringloom.example.kv.store;

/**
 * Estimates of what objects take on the heap, for a JVM with compressed references.
 *
 * <p>They leave out what the collector needs on top; a limit on memory has to stay well below the
 * size of the heap.
 */
final class Sizes {
  static final long REFERENCE_BYTES = 4;
  private static final long ARRAY_HEADER_BYTES = 16;

  private Sizes() {}

  static long ofBytes(int length) {
    return align(ARRAY_HEADER_BYTES + length);
  }

  static long ofReferences(int length) {
    return align(ARRAY_HEADER_BYTES + REFERENCE_BYTES * length);
  }

  private static long align(long bytes) {
    return (bytes + 7) & ~7L;
  }
}
