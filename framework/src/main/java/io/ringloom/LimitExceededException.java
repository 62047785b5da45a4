package io.ringloom;

import java.io.IOException;
import java.io.Serial;

/**
 * Thrown when a peer sends something longer than the limit that the handler gave, such as a line
 * without end. Nothing was consumed.
 */
public class LimitExceededException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /** The limit that was exceeded. */
  private final long limitBytes;

  /**
   * Makes the exception.
   *
   * @param message a sentence that names the connection, what was read and the limit
   * @param limitBytes the limit
   */
  public LimitExceededException(String message, long limitBytes) {
    super(message);
    this.limitBytes = limitBytes;
  }

  /** {@return the limit, in bytes} */
  public long limitBytes() {
    return limitBytes;
  }
}
