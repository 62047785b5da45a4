package io.ringloom;

import io.ringloom.internal.loop.Clock;
import io.ringloom.internal.loop.Durations;
import io.ringloom.internal.loop.LoopGroup;
import io.ringloom.internal.loop.LoopGroupSettings;
import io.ringloom.spi.Transport;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Event loops that servers and connectors share. Each loop has one carrier thread; every connection
 * belongs to one loop for life.
 *
 * <p>Thread-safe. A group that is closed takes everything on it along, so servers and connectors
 * are closed first.
 */
public interface EventLoopGroup extends AutoCloseable {

  /** {@return a builder with the defaults} */
  static Builder builder() {
    return new Builder();
  }

  /** {@return how many event loops there are} */
  int size();

  /** {@return the name of the transport that was chosen} */
  String transport();

  /** {@return where handlers run} */
  HandlerScheduling scheduling();

  /**
   * Ends the loops: connections are reset, threads that wait on them throw, handlers are
   * interrupted. Waits for a few seconds until all handlers have ended, and logs the names of those
   * that have not; called by a handler on one of the loops, it does not wait. Idempotent.
   */
  @Override
  void close();

  /** Makes an {@link EventLoopGroup}. Not thread-safe. */
  final class Builder {
    private static final long MAX_SPIN_NANOS = 10_000_000;

    private int loops = Runtime.getRuntime().availableProcessors();
    private String transport = "auto";
    private @Nullable Transport ownTransport;
    private @Nullable HandlerScheduling scheduling;
    private Duration watchdogThreshold = Duration.ofSeconds(2);
    private int chunkBytes = 16 * 1024;
    private long poolBytes = 64L * 1024 * 1024;
    private Duration spin = Duration.ZERO;
    private String name = "ringloom";
    private Clock clock = Clock.SYSTEM;

    private Builder() {}

    /**
     * Sets how many event loops there are. Default: one for each processor.
     *
     * @param count the number, from 1 to 1024
     * @return this builder
     */
    public Builder loops(int count) {
      loops = count;
      return this;
    }

    /**
     * Sets the transport. Default: {@code auto}, the best one that is available.
     *
     * @param transportName {@code auto}, or the name of a transport such as {@code nio}
     * @return this builder
     */
    public Builder transport(String transportName) {
      transport = transportName;
      ownTransport = null;
      return this;
    }

    /**
     * Sets the transport to one that the caller has made, for instance with sizes of its own.
     *
     * @param transportMade the transport; starting fails if it is not available here
     * @return this builder
     */
    public Builder transport(Transport transportMade) {
      transport = transportMade.name();
      ownTransport = transportMade;
      return this;
    }

    /**
     * Sets where handlers run. Default: {@link HandlerScheduling#LOOP} where the JDK allows it,
     * else {@link HandlerScheduling#SHARED}.
     *
     * @param where where they run; starting fails if the JDK does not allow it
     * @return this builder
     */
    public Builder scheduling(HandlerScheduling where) {
      scheduling = where;
      return this;
    }

    /**
     * Sets how long a handler may hold its loop's carrier before a warning with its stack is
     * logged. Default: 2 seconds.
     *
     * @param threshold the time, {@link Duration#ZERO} for no watchdog
     * @return this builder
     */
    public Builder watchdogThreshold(Duration threshold) {
      watchdogThreshold = threshold;
      return this;
    }

    /**
     * Sets the size of the blocks that written and unread bytes are kept in. Writes up to this size
     * are copied, larger ones are sent from the writer's buffer. Default: 16 KiB.
     *
     * @param bytes the size, from 1 KiB to 1 MiB
     * @return this builder
     */
    public Builder chunkBytes(int bytes) {
      chunkBytes = bytes;
      return this;
    }

    /**
     * Sets how much native memory the blocks of one loop may take. When it is used up, writes wait
     * until their bytes were sent. Default: 64 MiB.
     *
     * @param bytes the size, 0 for none
     * @return this builder
     */
    public Builder poolBytes(long bytes) {
      poolBytes = bytes;
      return this;
    }

    /**
     * Sets how long a loop that has nothing to do looks for work again and again before it waits
     * for it. That saves the time to fall asleep and to wake up, for as much of a processor: it is
     * for few connections that answer fast, on a machine with processors to spare. A loop whose
     * last pause was longer waits at once. Some 50 microseconds are sensible. Default: {@link
     * Duration#ZERO}, no time.
     *
     * @param limit the time, at most 10 milliseconds
     * @return this builder
     */
    public Builder spin(Duration limit) {
      spin = limit;
      return this;
    }

    /**
     * Sets what the names of the loops' threads begin with. Default: {@code ringloom}.
     *
     * @param prefix the beginning
     * @return this builder
     */
    public Builder name(String prefix) {
      name = prefix;
      return this;
    }

    /** Sets the clock of all deadlines, for tests. */
    Builder clock(Clock source) {
      clock = source;
      return this;
    }

    /**
     * Starts the event loops.
     *
     * @return running event loops, which the caller closes
     * @throws IllegalArgumentException if an option is out of its range or names no transport
     * @throws IllegalStateException if the transport or the scheduling that was asked for is not
     *     available here; the message says why
     * @throws IOException if the system refuses what a loop needs; nothing stays open then
     */
    public EventLoopGroup start() throws IOException {
      OptionCheck.between("loops", loops, 1, 1024);
      OptionCheck.notNegative("watchdogThreshold", watchdogThreshold);
      OptionCheck.notNegative("spin", spin);
      OptionCheck.between("spin in nanoseconds", Durations.toNanos(spin), 0, MAX_SPIN_NANOS);
      OptionCheck.between("chunkBytes", chunkBytes, 1024, 1024 * 1024);
      OptionCheck.atLeast("poolBytes", poolBytes, 0);
      return LoopGroup.start(
          new LoopGroupSettings(
              name,
              loops,
              transport,
              ownTransport,
              scheduling,
              Durations.toNanos(watchdogThreshold),
              chunkBytes,
              poolBytes,
              Durations.toNanos(spin),
              clock));
    }
  }
}
