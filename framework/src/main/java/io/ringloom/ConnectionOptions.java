package io.ringloom;

import java.time.Duration;

/**
 * Limits, timeouts and socket options of connections. Immutable.
 *
 * @param readTimeout how long one read may wait, zero for no limit; a connection can change its own
 * @param writeTimeout how long one write or flush may wait, zero for no limit; a connection can
 *     change its own
 * @param idleTimeout how long no byte may go either way before the connection is closed, zero for
 *     no limit
 * @param closeTimeout how long a graceful close may take before the rest is cut off; more than zero
 * @param readHighWatermarkBytes how many received bytes may wait for the handler before receiving
 *     pauses
 * @param readLowWatermarkBytes how few of them are left when receiving goes on
 * @param writeHighWatermarkBytes how many written bytes may wait for the peer before a write waits
 * @param writeLowWatermarkBytes how few of them are left when it goes on
 * @param tcpNoDelay whether small segments go out without waiting for an acknowledgement
 * @param keepAlive whether the system probes an idle peer
 * @param sendBufferBytes the size of the system's send buffer, 0 for the system's own choice
 * @param receiveBufferBytes the size of the system's receive buffer, 0 for the system's own choice
 */
public record ConnectionOptions(
    Duration readTimeout,
    Duration writeTimeout,
    Duration idleTimeout,
    Duration closeTimeout,
    int readHighWatermarkBytes,
    int readLowWatermarkBytes,
    int writeHighWatermarkBytes,
    int writeLowWatermarkBytes,
    boolean tcpNoDelay,
    boolean keepAlive,
    int sendBufferBytes,
    int receiveBufferBytes) {

  private static final ConnectionOptions DEFAULTS = builder().build();

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it, its value
   *     and what is allowed
   */
  public ConnectionOptions {
    OptionCheck.notNegative("readTimeout", readTimeout);
    OptionCheck.notNegative("writeTimeout", writeTimeout);
    OptionCheck.notNegative("idleTimeout", idleTimeout);
    OptionCheck.positive("closeTimeout", closeTimeout);
    OptionCheck.atLeast("readHighWatermarkBytes", readHighWatermarkBytes, 1);
    OptionCheck.between(
        "readLowWatermarkBytes", readLowWatermarkBytes, 0, readHighWatermarkBytes - 1);
    OptionCheck.atLeast("writeHighWatermarkBytes", writeHighWatermarkBytes, 1);
    OptionCheck.between(
        "writeLowWatermarkBytes", writeLowWatermarkBytes, 0, writeHighWatermarkBytes - 1);
    OptionCheck.atLeast("sendBufferBytes", sendBufferBytes, 0);
    OptionCheck.atLeast("receiveBufferBytes", receiveBufferBytes, 0);
  }

  /** {@return the options that apply where none are given} */
  public static ConnectionOptions defaults() {
    return DEFAULTS;
  }

  /** {@return a builder that starts from the defaults} */
  public static Builder builder() {
    return new Builder();
  }

  /** Makes {@link ConnectionOptions}. Not thread-safe. */
  public static final class Builder {
    private Duration readTimeout = Duration.ZERO;
    private Duration writeTimeout = Duration.ZERO;
    private Duration idleTimeout = Duration.ZERO;
    private Duration closeTimeout = Duration.ofSeconds(5);
    private int readHighWatermarkBytes = 64 * 1024;
    private int readLowWatermarkBytes = 16 * 1024;
    private int writeHighWatermarkBytes = 64 * 1024;
    private int writeLowWatermarkBytes = 16 * 1024;
    private boolean tcpNoDelay = true;
    private boolean keepAlive;
    private int sendBufferBytes;
    private int receiveBufferBytes;

    private Builder() {}

    /**
     * Sets how long one read may wait. Default: no limit.
     *
     * @param timeout the time, {@link Duration#ZERO} for no limit
     * @return this builder
     */
    public Builder readTimeout(Duration timeout) {
      readTimeout = timeout;
      return this;
    }

    /**
     * Sets how long one write or flush may wait. Default: no limit.
     *
     * @param timeout the time, {@link Duration#ZERO} for no limit
     * @return this builder
     */
    public Builder writeTimeout(Duration timeout) {
      writeTimeout = timeout;
      return this;
    }

    /**
     * Sets how long no byte may go either way before the connection is closed. Default: no limit.
     *
     * @param timeout the time, {@link Duration#ZERO} for no limit
     * @return this builder
     */
    public Builder idleTimeout(Duration timeout) {
      idleTimeout = timeout;
      return this;
    }

    /**
     * Sets how long a graceful close may take. Default: 5 seconds.
     *
     * @param timeout the time, more than zero
     * @return this builder
     */
    public Builder closeTimeout(Duration timeout) {
      closeTimeout = timeout;
      return this;
    }

    /**
     * Sets when receiving pauses and goes on. Default: 64 KiB and 16 KiB.
     *
     * @param lowBytes how few received bytes wait for the handler when receiving goes on
     * @param highBytes how many of them wait when it pauses, more than {@code lowBytes}
     * @return this builder
     */
    public Builder readWatermarks(int lowBytes, int highBytes) {
      readLowWatermarkBytes = lowBytes;
      readHighWatermarkBytes = highBytes;
      return this;
    }

    /**
     * Sets when a write waits and goes on. Default: 64 KiB and 16 KiB.
     *
     * @param lowBytes how few written bytes wait for the peer when a waiting write goes on
     * @param highBytes how many of them wait when a write begins to wait, more than {@code
     *     lowBytes}
     * @return this builder
     */
    public Builder writeWatermarks(int lowBytes, int highBytes) {
      writeLowWatermarkBytes = lowBytes;
      writeHighWatermarkBytes = highBytes;
      return this;
    }

    /**
     * Sets whether small segments go out without waiting for an acknowledgement. Default: true.
     *
     * @param enabled whether they do
     * @return this builder
     */
    public Builder tcpNoDelay(boolean enabled) {
      tcpNoDelay = enabled;
      return this;
    }

    /**
     * Sets whether the system probes an idle peer. Default: false.
     *
     * @param enabled whether it does
     * @return this builder
     */
    public Builder keepAlive(boolean enabled) {
      keepAlive = enabled;
      return this;
    }

    /**
     * Sets the size of the system's send buffer. Default: the system's own choice.
     *
     * @param bytes the size, 0 for the system's own choice
     * @return this builder
     */
    public Builder sendBufferBytes(int bytes) {
      sendBufferBytes = bytes;
      return this;
    }

    /**
     * Sets the size of the system's receive buffer. Default: the system's own choice.
     *
     * @param bytes the size, 0 for the system's own choice
     * @return this builder
     */
    public Builder receiveBufferBytes(int bytes) {
      receiveBufferBytes = bytes;
      return this;
    }

    /**
     * Makes the options.
     *
     * @return the options
     * @throws IllegalArgumentException if one is out of its range
     */
    public ConnectionOptions build() {
      return new ConnectionOptions(
          readTimeout,
          writeTimeout,
          idleTimeout,
          closeTimeout,
          readHighWatermarkBytes,
          readLowWatermarkBytes,
          writeHighWatermarkBytes,
          writeLowWatermarkBytes,
          tcpNoDelay,
          keepAlive,
          sendBufferBytes,
          receiveBufferBytes);
    }
  }
}
