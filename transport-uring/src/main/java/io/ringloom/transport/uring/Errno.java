package io.ringloom.transport.uring;

import io.netty.channel.unix.Errors;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.NoRouteToHostException;
import org.jspecify.annotations.Nullable;

/** Error numbers of Linux, which are the same on all its processors, and their descriptions. */
final class Errno {
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOMEM = 12;
  static final int EINVAL = 22;
  static final int EPIPE = 32;
  static final int EPROTO = 71;
  static final int EOPNOTSUPP = 95;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int ENOBUFS = 105;
  static final int ECANCELED = 125;

  /** What Netty puts between the name of a call and the system's description of its failure. */
  private static final String SEPARATOR = "): ";

  private Errno() {}

  /** Has everything loaded that describes an error: without a free descriptor it could not be. */
  static void prepare() {
    exception(-EINVAL);
  }

  /** Returns an exception with the system's description of a negated error number. */
  static IOException exception(int negated) {
    IOException failure = Errors.newIOException("io_uring", negated);
    return switch (-negated) {
      // By these words the framework knows a reset; the system's may be in another language.
      case ECONNRESET -> new IOException("Connection reset by peer", failure);
      case EPIPE -> new IOException("Broken pipe", failure);
      default -> describe(failure);
    };
  }

  /** Returns an exception for what a call on a socket has thrown. */
  static IOException describe(Exception thrown) {
    return thrown instanceof IOException failure
        ? describe(failure)
        : new IOException(thrown.getMessage(), thrown);
  }

  /** Returns an exception with nothing but the system's description, as the JDK's have it. */
  static IOException describe(@Nullable IOException failure) {
    if (failure instanceof NoRouteToHostException) {
      return new IOException("Network or host unreachable", failure);
    }
    if (failure instanceof FileNotFoundException) {
      return new IOException("No such file or directory", failure);
    }
    if (failure == null || failure.getMessage() == null) {
      return new IOException("Unknown error", failure);
    }
    String message = failure.getMessage();
    int separator = message.lastIndexOf(SEPARATOR);
    return separator < 0
        ? failure
        : new IOException(message.substring(separator + SEPARATOR.length()), failure);
  }
}
