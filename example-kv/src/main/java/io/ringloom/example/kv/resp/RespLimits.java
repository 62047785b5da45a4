package io.ringloom.example.kv.resp;

/**
 * How large what a client sends may be.
 *
 * @param maxInlineBytes how long a line that is a request by itself may be without its end
 * @param maxHeaderBytes how long the line with a count or a length may be without its end
 * @param maxBulkBytes how long one argument may be
 * @param maxArguments how many arguments a request may have
 * @param maxBulkBytesBeforeAuth how long one argument may be while the client must still
 *     authenticate
 * @param maxArgumentsBeforeAuth how many arguments a request may have while the client must still
 *     authenticate
 */
public record RespLimits(
    int maxInlineBytes,
    int maxHeaderBytes,
    int maxBulkBytes,
    int maxArguments,
    int maxBulkBytesBeforeAuth,
    int maxArgumentsBeforeAuth) {

  /** What Redis allows without further configuration, and 1,048,576 arguments. */
  public static final RespLimits DEFAULT =
      new RespLimits(64 * 1024, 64 * 1024, 512 * 1024 * 1024, 1024 * 1024, 16 * 1024, 10);

  /** Checks that every limit is above zero. */
  public RespLimits {
    requirePositive("maxInlineBytes", maxInlineBytes);
    requirePositive("maxHeaderBytes", maxHeaderBytes);
    requirePositive("maxBulkBytes", maxBulkBytes);
    requirePositive("maxArguments", maxArguments);
    requirePositive("maxBulkBytesBeforeAuth", maxBulkBytesBeforeAuth);
    requirePositive("maxArgumentsBeforeAuth", maxArgumentsBeforeAuth);
  }

  /**
   * Returns the same limits with another length of one argument.
   *
   * @param bytes how long one argument may be
   * @return the limits
   */
  public RespLimits withMaxBulkBytes(int bytes) {
    return new RespLimits(
        maxInlineBytes,
        maxHeaderBytes,
        bytes,
        maxArguments,
        maxBulkBytesBeforeAuth,
        maxArgumentsBeforeAuth);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " is " + value + ", but must be above 0");
    }
  }
}
