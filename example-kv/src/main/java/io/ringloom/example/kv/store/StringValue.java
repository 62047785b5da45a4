package io.ringloom.example.kv.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A string of bytes, kept as a number if it is the text of one as {@code Long.toString} writes it.
 *
 * <p>Never changes: a command that changes a string puts a new one in its place.
 */
public sealed class StringValue extends Value permits RawString {
  private static final long OBJECT_BYTES = 24;

  private final byte @Nullable [] text;
  private final long number;

  StringValue(byte @Nullable [] text, long number) {
    this.text = text;
    this.number = number;
  }

  /** Takes over the array; nobody may write to it any more. */
  public static StringValue of(byte[] text) {
    return CanonicalLong.matches(text)
        ? new StringValue(null, CanonicalLong.parse(text))
        : new StringValue(text, 0);
  }

  public static StringValue of(long number) {
    return new StringValue(null, number);
  }

  public boolean isNumber() {
    return text == null;
  }

  /** The number; only if {@link #isNumber} says that it is one. */
  public long number() {
    if (text != null) {
      throw new IllegalStateException("not a number");
    }
    return number;
  }

  /** Whether it was changed in part; what {@code OBJECT ENCODING} calls raw, however short. */
  public boolean isRaw() {
    return false;
  }

  /** The text with another behind it. */
  public StringValue append(byte[] more) {
    return RawString.joined(array(), length(), more);
  }

  /** The text with a part replaced; it grows if need be, with zeros in between. */
  public StringValue overwrite(int offset, byte[] part) {
    byte[] changed = Arrays.copyOf(array(), Math.max(length(), offset + part.length));
    Arrays.fill(changed, Math.min(length(), changed.length), changed.length, (byte) 0);
    System.arraycopy(part, 0, changed, offset, part.length);
    return new RawString(changed, changed.length);
  }

  /** The text, which the caller must not write to. */
  public byte[] bytes() {
    return text == null ? Long.toString(number).getBytes(StandardCharsets.ISO_8859_1) : text;
  }

  /**
   * An array that begins with the text, of {@link #length} bytes, which the caller must not write
   * to. What is behind may change.
   */
  public byte[] array() {
    return bytes();
  }

  public int length() {
    return text == null ? CanonicalLong.length(number) : text.length;
  }

  @Override
  public long approximateBytes() {
    return OBJECT_BYTES + (text == null ? 0 : Sizes.ofBytes(text.length));
  }

  @Override
  boolean isVoid() {
    return false;
  }
}
