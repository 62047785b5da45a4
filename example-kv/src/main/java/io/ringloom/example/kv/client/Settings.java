package io.ringloom.example.kv.client;

import org.jspecify.annotations.Nullable;

/**
 * What can be set while the server runs, apart from what the keyspace keeps. All guarded by the
 * keyspace's lock.
 */
public final class Settings {
  /** How many bytes of messages wait for a subscriber before it is cut off. */
  public static final long DEFAULT_MAX_INBOX_BYTES = 32L * 1024 * 1024;

  /** What {@code CONFIG GET appendfsync} tells; null if nothing is kept on the disk. */
  private @Nullable String fsync;

  private byte @Nullable [] password;
  private int maxBulkBytes = 512 * 1024 * 1024;
  private long maxInboxBytes = DEFAULT_MAX_INBOX_BYTES;

  /** Whether the data is kept on the disk. */
  public boolean durable() {
    return fsync != null;
  }

  /** When changes are forced to the disk. */
  public String fsync() {
    return fsync == null ? "everysec" : fsync;
  }

  public void fsync(String name) {
    fsync = name;
  }

  /** What clients must authenticate with, or null if they need not. */
  public byte @Nullable [] password() {
    return password;
  }

  public void password(byte @Nullable [] newPassword) {
    password = newPassword;
  }

  /** How long one argument may be; for clients that connect from now on. */
  public int maxBulkBytes() {
    return maxBulkBytes;
  }

  public void maxBulkBytes(int bytes) {
    maxBulkBytes = bytes;
  }

  /** How many bytes of messages may wait for a subscriber; for those who subscribe from now on. */
  public long maxInboxBytes() {
    return maxInboxBytes;
  }

  public void maxInboxBytes(long bytes) {
    maxInboxBytes = bytes;
  }
}
