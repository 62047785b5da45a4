package io.ringloom.tls;

import io.ringloom.spi.TlsLayer;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Conscrypt's engine does for a record once the handshake is complete, called without the
 * engine: two native calls for a record instead of six. The engine asks for the address of each
 * buffer, which costs more than opening a small record, and whether there is more to be had, which
 * the caller knows.
 *
 * <p>This is not part of Conscrypt's interface. Where the version is another one than those that
 * were looked at, or a runtime keeps the package closed, there are no internals, and the engine has
 * to be called. They share all state with the engine: each record may go either way.
 *
 * <p>The native code is called with a lock that only keeps the session from being freed meanwhile.
 * What keeps two calls apart is that nobody outside of the loop ever gets the engine. Confined to
 * the loop of the connection, as the layer is.
 */
final class EngineInternals {

  /** What {@link #open} answers for a record that the engine has taken and that holds no data. */
  static final int NO_DATA = 0;

  /** What {@link #open} answers for the peer's close_notify. */
  static final int CLOSED = -1;

  /** Answers of the native code: BoringSSL's errors, negated. */
  private static final int WANT_READ = -2;

  private static final int WANT_WRITE = -3;
  private static final int ZERO_RETURN = -6;

  private static final Logger LOG = LoggerFactory.getLogger(EngineInternals.class);

  private static final @Nullable Calls CALLS = Calls.find();

  /** Conscrypt's {@code NativeSsl}, which refuses calls once it is freed. */
  private final Object ssl;

  /** The engine's end of the pair of buffers between it and the network. */
  private final Object network;

  private EngineInternals(Object ssl, Object network) {
    this.ssl = ssl;
    this.network = network;
  }

  /** {@return what is inside of an engine, null where that cannot be had} */
  static @Nullable EngineInternals of(SSLEngine engine) {
    Calls calls = CALLS;
    if (calls == null) {
      return null;
    }
    try {
      Object inner = calls.inner.invoke(engine);
      return new EngineInternals(calls.ssl.invoke(inner), calls.network.invoke(inner));
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      LOG.debug("An engine of Conscrypt is of another kind, and is called itself.", e);
      return null;
    }
  }

  /**
   * Decrypts one whole record, whose data may go to the same memory. If it throws, the engine is to
   * be closed in both directions.
   *
   * @param ciphertext a direct buffer; the record's bytes are taken from its position on
   * @param recordBytes how long the record is
   * @param plaintext a direct buffer that has room for the record's data
   * @return how many bytes of data there were, {@link #NO_DATA} or {@link #CLOSED}
   */
  int open(ByteBuffer ciphertext, int recordBytes, ByteBuffer plaintext) throws SSLException {
    int taken = write(address(ciphertext, recordBytes), recordBytes);
    if (taken != recordBytes) {
      throw new SSLException("the engine took " + taken + " bytes of a record of " + recordBytes);
    }
    ciphertext.position(ciphertext.position() + recordBytes);
    int room = plaintext.remaining();
    int bytes = read(writableAddress(plaintext, room), room);
    if (bytes > 0) {
      plaintext.position(plaintext.position() + bytes);
      return bytes;
    }
    return switch (bytes) {
      case WANT_READ, WANT_WRITE -> NO_DATA;
      case ZERO_RETURN -> CLOSED;
      default -> throw new SSLException("the engine cannot read, and answers " + bytes);
    };
  }

  /**
   * Encrypts data as one record.
   *
   * @param plaintext a direct buffer; up to a record's worth is taken from its position on
   * @param slot a direct buffer with room for all that the engine can hold for sending
   * @return whether that was done. If not, nothing was taken and made that the engine does not know
   *     of, and it is to be called instead with the same data.
   */
  boolean seal(ByteBuffer plaintext, ByteBuffer slot) throws SSLException {
    long room = writableAddress(slot, TlsLayer.SLOT_BYTES);
    int bytes = Math.min(plaintext.remaining(), Records.MAX_PLAINTEXT_BYTES);
    int taken = writeData(address(plaintext, bytes), bytes);
    if (taken <= 0) {
      return false;
    }
    plaintext.position(plaintext.position() + taken);
    int made = readRecords(room, slot.remaining());
    if (made <= 0) {
      throw new SSLException("the engine has made no record of " + taken + " bytes");
    }
    slot.position(slot.position() + made);
    return true;
  }

  /** The native code gets addresses, so this is where bounds are checked. */
  private static long address(ByteBuffer buffer, int bytes) {
    if (!buffer.isDirect() || buffer.remaining() < bytes) {
      throw new IllegalArgumentException(bytes + " bytes are not in " + buffer);
    }
    MemorySegment segment = MemorySegment.ofBuffer(buffer);
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("the memory of " + buffer + " was freed");
    }
    return segment.address();
  }

  private static long writableAddress(ByteBuffer buffer, int bytes) {
    if (buffer.isReadOnly()) {
      throw new ReadOnlyBufferException();
    }
    return address(buffer, bytes);
  }

  /** A constant to the compiler, so that it compiles the calls into where they are made. */
  private static Calls calls() {
    return Objects.requireNonNull(CALLS);
  }

  private int write(long address, int bytes) throws SSLException {
    try {
      return (int) calls().writeRecord.invokeExact(network, address, bytes);
    } catch (Throwable e) {
      throw asExpected(e);
    }
  }

  private int read(long address, int room) throws SSLException {
    try {
      return (int) calls().readData.invokeExact(ssl, address, room);
    } catch (Throwable e) {
      throw asExpected(e);
    }
  }

  private int writeData(long address, int bytes) throws SSLException {
    try {
      return (int) calls().writeData.invokeExact(ssl, address, bytes);
    } catch (Throwable e) {
      throw asExpected(e);
    }
  }

  private int readRecords(long address, int room) throws SSLException {
    try {
      return (int) calls().readRecords.invokeExact(network, address, room);
    } catch (Throwable e) {
      throw asExpected(e);
    }
  }

  private static SSLException asExpected(Throwable thrown) {
    if (thrown instanceof SSLException expected) {
      return expected;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return new SSLException(thrown);
  }

  /** The methods that are called, and the ways to what they are called on. */
  record Calls(
      MethodHandle inner,
      MethodHandle ssl,
      MethodHandle network,
      MethodHandle writeRecord,
      MethodHandle readData,
      MethodHandle writeData,
      MethodHandle readRecords) {

    private static final MethodType NATIVE =
        MethodType.methodType(int.class, long.class, int.class);

    /** Without the type of the object, which cannot be named here. */
    private static final MethodType ERASED =
        MethodType.methodType(int.class, Object.class, long.class, int.class);

    private static final int MAJOR = 2;
    private static final int MINOR = 9;

    private static @Nullable Calls find() {
      try {
        Conscrypt.Version version = Conscrypt.version();
        return findIn(version.major(), version.minor());
      } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
        LOG.info(
            "Conscrypt is called by its engine alone, which costs more for each record: {}.",
            e.toString());
        return null;
      }
    }

    /** Finds them in the Conscrypt that is there, if it is of a version that is known. */
    static Calls findIn(int major, int minor) throws ReflectiveOperationException {
      if (major != MAJOR || minor != MINOR) {
        // Methods of the same names may do something else there, with addresses.
        throw new IllegalStateException(
            "version %d.%d is not known from inside".formatted(major, minor));
      }
      Class<?> wrapper = named("Java8EngineWrapper");
      Class<?> engine = named("ConscryptEngine");
      Class<?> ssl = named("NativeSsl");
      Class<?> network = named("NativeSsl$BioWrapper");
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandles.Lookup inEngine = MethodHandles.privateLookupIn(engine, lookup);
      MethodHandles.Lookup inSsl = MethodHandles.privateLookupIn(ssl, lookup);
      MethodHandles.Lookup inNetwork = MethodHandles.privateLookupIn(network, lookup);
      return new Calls(
          MethodHandles.privateLookupIn(wrapper, lookup)
              .findStatic(
                  wrapper, "getDelegate", MethodType.methodType(SSLEngine.class, SSLEngine.class)),
          inEngine.findGetter(engine, "ssl", ssl),
          inEngine.findGetter(engine, "networkBio", network),
          inNetwork.findVirtual(network, "writeDirectByteBuffer", NATIVE).asType(ERASED),
          inSsl.findVirtual(ssl, "readDirectByteBuffer", NATIVE).asType(ERASED),
          inSsl.findVirtual(ssl, "writeDirectByteBuffer", NATIVE).asType(ERASED),
          inNetwork.findVirtual(network, "readDirectByteBuffer", NATIVE).asType(ERASED));
    }

    private static Class<?> named(String name) throws ClassNotFoundException {
      return Class.forName(
          Conscrypt.class.getPackageName() + "." + name, false, Conscrypt.class.getClassLoader());
    }
  }
}
