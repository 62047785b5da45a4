package io.ringloom.transport.uring;

/**
 * The sizes of the rings and buffers of one event loop on io_uring. Every loop has its own.
 *
 * @param submissionEntries how many operations are handed to the kernel at once; more are handed
 *     over in several steps
 * @param completionEntries how many completions the kernel keeps in the ring; more are kept outside
 *     of it, which costs time but loses nothing
 * @param receiveBuffers how many buffers all connections of a loop receive into; a connection that
 *     finds none goes on receiving in a later turn
 * @param receiveBufferBytes the size of each of them, in bytes
 * @param bulkReceiveBytes the size of one more buffer, in which connections that are sent much take
 *     turns to receive up to their read high watermark, in bytes; 0 for none
 * @param zeroCopyThresholdBytes from how many bytes on a write sends the caller's own memory
 *     without a copy in the kernel, where that is possible; 0 for never
 */
public record UringOptions(
    int submissionEntries,
    int completionEntries,
    int receiveBuffers,
    int receiveBufferBytes,
    int bulkReceiveBytes,
    int zeroCopyThresholdBytes) {

  private static final int MOST_ENTRIES = 32_768;
  private static final int MOST_BULK_BYTES = 1024 * 1024 * 1024;

  /** Checks the values. */
  public UringOptions {
    check("submissionEntries", submissionEntries, 8, MOST_ENTRIES);
    check("completionEntries", completionEntries, submissionEntries, 4 * MOST_ENTRIES);
    check("receiveBuffers", receiveBuffers, 1, MOST_ENTRIES);
    check("receiveBufferBytes", receiveBufferBytes, 64, 16 * 1024 * 1024);
    if (bulkReceiveBytes != 0) {
      check("bulkReceiveBytes", bulkReceiveBytes, KernelRing.RECEIVE_LIMIT_BYTES, MOST_BULK_BYTES);
    }
    check("zeroCopyThresholdBytes", zeroCopyThresholdBytes, 0, Integer.MAX_VALUE);
    checkPowerOfTwo("submissionEntries", submissionEntries);
    checkPowerOfTwo("completionEntries", completionEntries);
    if ((long) receiveBuffers * receiveBufferBytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "receiveBuffers times receiveBufferBytes is "
              + (long) receiveBuffers * receiveBufferBytes
              + ", but must be less than 2 GiB.");
    }
  }

  /**
   * Returns a builder that begins with the defaults.
   *
   * @return the builder
   */
  public static Builder builder() {
    return new Builder();
  }

  private static void check(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " is " + value + ", but must be from " + least + " to " + most + ".");
    }
  }

  private static void checkPowerOfTwo(String name, int value) {
    if (Integer.bitCount(value) != 1) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be a power of two.");
    }
  }

  /** Collects options; what is not set keeps its default. Not thread-safe. */
  public static final class Builder {
    private int submissionEntries = 1024;
    private int completionEntries = 16_384;
    private int receiveBuffers = 512;
    private int receiveBufferBytes = 16 * 1024 + 64;
    private int bulkReceiveBytes = 1024 * 1024;
    private int zeroCopyThresholdBytes = 64 * 1024;

    private Builder() {}

    /**
     * Sets how many operations are handed to the kernel at once. 1,024 unless set.
     *
     * @param entries a power of two from 8 to 32,768
     * @return this builder
     */
    public Builder submissionEntries(int entries) {
      submissionEntries = entries;
      return this;
    }

    /**
     * Sets how many completions the ring has room for. 16,384 unless set.
     *
     * @param entries a power of two, at least as many as there are submission entries
     * @return this builder
     */
    public Builder completionEntries(int entries) {
      completionEntries = entries;
      return this;
    }

    /**
     * Sets how many receive buffers a loop has. 512 unless set.
     *
     * @param buffers from 1 to 32,768
     * @return this builder
     */
    public Builder receiveBuffers(int buffers) {
      receiveBuffers = buffers;
      return this;
    }

    /**
     * Sets the size of a receive buffer. 16 KiB and 64 bytes unless set: room for the largest usual
     * record of TLS; and buffers whose size is no power of two begin in different places of the
     * processor's caches.
     *
     * @param bytes from 64 to 16 MiB
     * @return this builder
     */
    public Builder receiveBufferBytes(int bytes) {
      receiveBufferBytes = bytes;
      return this;
    }

    /**
     * Sets the size of the buffer in which connections that are sent much take turns to receive. 1
     * MiB unless set; a loop makes it when it first needs it. One receive brings up to the
     * connection's {@linkplain io.ringloom.ConnectionOptions#readHighWatermarkBytes read high
     * watermark}, but at least 128 KiB.
     *
     * @param bytes from 128 KiB to 1 GiB, 0 for none
     * @return this builder
     */
    public Builder bulkReceiveBytes(int bytes) {
      bulkReceiveBytes = bytes;
      return this;
    }

    /**
     * Sets from which size on a write is sent without a copy. 64 KiB unless set.
     *
     * @param bytes the size, 0 for never
     * @return this builder
     */
    public Builder zeroCopyThresholdBytes(int bytes) {
      zeroCopyThresholdBytes = bytes;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     * @throws IllegalArgumentException if a value is out of its bounds
     */
    public UringOptions build() {
      return new UringOptions(
          submissionEntries,
          completionEntries,
          receiveBuffers,
          receiveBufferBytes,
          bulkReceiveBytes,
          zeroCopyThresholdBytes);
    }
  }
}
