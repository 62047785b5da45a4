package io.ringloom.example.kv.resp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of one request, the name of the command first. The object is used again for the
 * next request; the arrays in it are not, so whoever wants to keep one may.
 *
 * <p>For one thread at a time.
 */
public final class Request {

  private static final int USUAL_ARGUMENTS = 8;

  /** A request with more arguments gives its array up afterwards. */
  private static final int KEPT_ARGUMENTS = 1024;

  // Both belong to the thread that reads requests.
  private byte[] @Nullable [] arguments = new byte[USUAL_ARGUMENTS][];
  private int count;

  /** Makes a request without arguments. */
  public Request() {}

  /** {@return how many arguments there are} */
  public int count() {
    return count;
  }

  /**
   * Returns an argument.
   *
   * @param index which one, 0 for the name of the command
   * @return its bytes, not copied
   */
  public byte[] argument(int index) {
    byte[] argument = index < count ? arguments[index] : null;
    if (argument == null) {
      throw new IndexOutOfBoundsException("Argument " + index + " of " + count);
    }
    return argument;
  }

  /** {@return the same arguments in an object of their own} */
  public Request copy() {
    return copyFrom(0);
  }

  /**
   * Copies the last arguments, of which there is at least one.
   *
   * @param first the first of them
   * @return them alone
   */
  public Request copyFrom(int first) {
    Request copy = new Request();
    copy.arguments = Arrays.copyOfRange(arguments, first, count);
    copy.count = count - first;
    return copy;
  }

  /** Grows as arguments arrive, never by what a client announces. */
  void add(byte[] argument) {
    if (count == arguments.length) {
      arguments = Arrays.copyOf(arguments, 2 * count);
    }
    arguments[count++] = argument;
  }

  void clear() {
    if (count > KEPT_ARGUMENTS) {
      arguments = new byte[USUAL_ARGUMENTS][];
    } else {
      Arrays.fill(arguments, 0, count, null);
    }
    count = 0;
  }
}
