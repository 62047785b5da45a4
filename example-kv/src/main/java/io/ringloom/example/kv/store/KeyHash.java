package io.ringloom.example.kv.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * A hash of keys that an outsider cannot predict, so nobody can choose keys that all fall into one
 * bucket.
 *
 * <p>A seed alone does not help a hash like the one of {@code Arrays.hashCode}: it is linear, so
 * keys that collide under one seed collide under all. Here every eight bytes are mixed with a
 * secret state, multiplied by a secret factor, and both halves of the 128-bit product are folded
 * together, so which keys collide depends on the secrets. The product is one instruction; SipHash
 * would need some fourteen for each eight bytes. It is no cryptographic hash: the hash itself must
 * never be shown to a peer.
 */
public final class KeyHash {
  /** The same for all tables of the process, so that an entry keeps its hash. */
  public static final KeyHash OF_PROCESS = new KeyHash(new SecureRandom());

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final long seed;
  private final long factor;
  private final long lastFactor;

  private KeyHash(SecureRandom random) {
    this(random.nextLong(), random.nextLong(), random.nextLong());
  }

  KeyHash(long seed, long factor, long lastFactor) {
    this.seed = seed;
    // An odd factor loses no bit of the lower half.
    this.factor = factor | 1;
    this.lastFactor = lastFactor | 1;
  }

  public int of(byte[] key) {
    long state = seed ^ key.length;
    int at = 0;
    for (; at + Long.BYTES <= key.length; at += Long.BYTES) {
      state = fold(state ^ (long) LONG.get(key, at), factor);
    }
    long rest = 0;
    for (; at < key.length; at++) {
      rest = rest << Byte.SIZE | (key[at] & 0xff);
    }
    state = fold(state ^ rest, factor);
    state = fold(state ^ seed, lastFactor);
    return (int) (state >>> Integer.SIZE);
  }

  private static long fold(long a, long b) {
    return a * b ^ Math.unsignedMultiplyHigh(a, b);
  }
}
