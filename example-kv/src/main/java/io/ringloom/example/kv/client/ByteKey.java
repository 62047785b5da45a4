package io.ringloom.example.kv.client;

import io.ringloom.example.kv.store.KeyHash;
import java.util.Arrays;

/** Bytes as a key of a map: the name of a channel, or a pattern of such names. */
public final class ByteKey {
  private final byte[] bytes;

  /** Takes over the array; nobody may write to it any more. */
  public ByteKey(byte[] bytes) {
    this.bytes = bytes;
  }

  public byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ByteKey that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return KeyHash.OF_PROCESS.of(bytes);
  }
}
