package io.ringloom.spi;

import java.io.IOException;
import java.util.Optional;

/**
 * A way to move bytes between sockets and event loops, such as NIO selectors or io_uring.
 *
 * <p>Implementations are found by {@link java.util.ServiceLoader}, have a public constructor
 * without arguments, and are thread-safe.
 */
public interface Transport {

  /**
   * {@return the name that a user selects this transport by, in lower case, such as {@code nio}}
   */
  String name();

  /**
   * Returns this transport's place when the choice is left to the framework: of all that are
   * available the one with the lowest rank is taken.
   *
   * @return the rank
   */
  int rank();

  /**
   * Returns why this transport cannot be used here, as a sentence that names the missing feature,
   * or empty where it can. The answer does not change during the life of the process.
   *
   * @return the cause, without a full stop
   */
  Optional<String> unavailabilityCause();

  /**
   * Opens the driver of one event loop. Called on that loop's thread.
   *
   * @param context what the loop offers to its driver
   * @return the driver
   * @throws IOException if the operating system refuses; nothing stays open then
   */
  IoDriver openDriver(IoDriverContext context) throws IOException;
}
