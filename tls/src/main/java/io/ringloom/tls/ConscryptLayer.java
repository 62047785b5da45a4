package io.ringloom.tls;

import io.ringloom.TlsInfo;
import io.ringloom.spi.TlsLayer;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLProtocolException;
import javax.net.ssl.SSLSession;
import org.conscrypt.Conscrypt;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TlsLayer} on Conscrypt's engine.
 *
 * <p>It parses the header of each record itself. So it calls the engine only with whole records,
 * and never to find out whether there is one.
 */
final class ConscryptLayer implements TlsLayer {

  static final String RENEGOTIATION = "the peer wants to renegotiate, which is refused";

  private static final ByteBuffer EMPTY = ByteBuffer.allocateDirect(0);

  /**
   * Takes what is not to be sent any more when a layer is closed. Layers of all loops may write to
   * it at the same time, since nobody reads it.
   */
  private static final ByteBuffer WASTE = ByteBuffer.allocateDirect(SLOT_BYTES);

  /**
   * Where a layer is in its life.
   *
   * <pre>
   * from       on                                      to
   * HANDSHAKE  feed or encrypt: the handshake is done  OPEN
   * HANDSHAKE  closeNotify                             FAILED
   * OPEN       closeNotify                             ENDING
   * OPEN       feed: the peer's close_notify           CLOSED
   * ENDING     feed: the peer's close_notify           CLOSED
   * HANDSHAKE, OPEN, ENDING: the engine fails          FAILED
   * any        close                                   FREED
   * </pre>
   */
  private enum State {
    HANDSHAKE,
    OPEN,
    /** This side has ended its stream, and still reads. */
    ENDING,
    /** The peer has ended its stream; the engine ends this side's at the same time. */
    CLOSED,
    FAILED,
    FREED
  }

  // All fields are confined to the loop of the connection, once the layer is handed to it.

  private final SSLEngine engine;
  private final @Nullable String serverName;
  private State state = State.HANDSHAKE;

  /** Whether the engine may hold bytes that are to be sent. */
  private boolean wantsToSend = true;

  /** Whether a handshake record can only be an attempt to renegotiate; set with {@link #info}. */
  private boolean refusesHandshakeRecords;

  private boolean maySeekInternals = true;

  /** The shorter way to open and seal records; set with {@link #info}, if there is one. */
  private @Nullable EngineInternals internals;

  private @Nullable TlsInfo info;
  private @Nullable SSLException failure;

  /**
   * @param engine an engine whose handshake has begun; the layer owns it from now on
   * @param serverName the host name that a client has asked for, null for a server
   */
  ConscryptLayer(SSLEngine engine, @Nullable String serverName) {
    this.engine = engine;
    this.serverName = serverName;
  }

  /** For tests: behaves as where Conscrypt's internals are not to be had. Before the handshake. */
  void useTheEngineAlone() {
    maySeekInternals = false;
  }

  @Override
  public Status feed(ByteBuffer ciphertext, ByteBuffer plaintext) {
    try {
      return switch (state) {
        case HANDSHAKE -> feedHandshake(ciphertext, plaintext);
        case OPEN, ENDING -> feedData(ciphertext, plaintext);
        case CLOSED -> Status.CLOSED;
        case FAILED, FREED -> Status.FAILED;
      };
    } catch (SSLException | RuntimeException | Error e) {
      // Key managers, trust managers and selectors run inside the engine, and what they throw comes
      // out here.
      fail(e);
      return Status.FAILED;
    }
  }

  private Status feedHandshake(ByteBuffer ciphertext, ByteBuffer plaintext) throws SSLException {
    while (!isHandshakeDone()) {
      if (!hasRecord(ciphertext, plaintext)) {
        return Status.OK;
      }
      SSLEngineResult result = unwrapHandshake(ciphertext, plaintext);
      wantsToSend = true;
      // The engine knows that the handshake is done only when it is called again; without this it
      // would find out with the next record, and give out its data unchecked.
      engine.unwrap(EMPTY, WASTE.duplicate());
      if (result.bytesConsumed() == 0) {
        return Status.OK; // Its own messages have to be sent first.
      }
    }
    wantsToSend = true;
    completeHandshake();
    return Status.HANDSHAKE_COMPLETE;
  }

  /**
   * On TLS 1.3 a client that refuses the server's certificate may not have its keys yet, as those
   * that use OpenSSL. The engine takes its alert, which is not encrypted, for a damaged record.
   */
  private SSLEngineResult unwrapHandshake(ByteBuffer ciphertext, ByteBuffer plaintext)
      throws SSLException {
    int alert = Records.plainAlert(ciphertext);
    try {
      return engine.unwrap(ciphertext, plaintext);
    } catch (SSLException e) {
      if (alert < 0) {
        throw e;
      }
      throw new SSLHandshakeException(Alerts.received(alert), e);
    }
  }

  private boolean isHandshakeDone() {
    return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
  }

  private void completeHandshake() throws SSLException {
    SSLSession session = engine.getSession();
    List<X509Certificate> peerCertificates = peerCertificates(session);
    if (engine.getNeedClientAuth() && peerCertificates.isEmpty()) {
      throw new SSLHandshakeException(
          "the peer has resumed a session without a certificate, but must show one");
    }
    String protocol = session.getProtocol();
    refusesHandshakeRecords = !protocol.equals("TLSv1.3");
    info =
        new TlsInfo(
            protocol,
            session.getCipherSuite(),
            Optional.ofNullable(Conscrypt.getGroupName(engine)),
            Optional.ofNullable(engine.getApplicationProtocol()).filter(name -> !name.isEmpty()),
            requestedServerName(session),
            peerCertificates);
    internals = maySeekInternals ? EngineInternals.of(engine) : null;
    state = State.OPEN;
  }

  private static List<X509Certificate> peerCertificates(SSLSession session) {
    try {
      List<X509Certificate> certificates = new ArrayList<>();
      for (var certificate : session.getPeerCertificates()) {
        certificates.add((X509Certificate) certificate);
      }
      return certificates;
    } catch (SSLPeerUnverifiedException e) {
      return List.of(); // It was not asked, or had none.
    }
  }

  private Optional<String> requestedServerName(SSLSession session) {
    if (engine.getUseClientMode()) {
      return Optional.ofNullable(serverName);
    }
    return Optional.ofNullable(RequestedName.of(session));
  }

  private Status feedData(ByteBuffer ciphertext, ByteBuffer plaintext) throws SSLException {
    while (hasRecord(ciphertext, plaintext)) {
      if (refusesHandshakeRecords && Records.isHandshake(ciphertext)) {
        throw new SSLProtocolException(RENEGOTIATION);
      }
      EngineInternals shortWay = state == State.OPEN ? internals : null;
      boolean goesOn =
          shortWay != null ? open(shortWay, ciphertext, plaintext) : unwrap(ciphertext, plaintext);
      if (state == State.CLOSED) {
        return Status.CLOSED;
      }
      if (!goesOn) {
        return Status.OK;
      }
    }
    return Status.OK;
  }

  /** Takes one record, and returns whether there may be another. */
  private boolean open(EngineInternals shortWay, ByteBuffer ciphertext, ByteBuffer plaintext)
      throws SSLException {
    try {
      int bytes = shortWay.open(ciphertext, Records.completeBytes(ciphertext), plaintext);
      if (bytes != EngineInternals.CLOSED) {
        return true;
      }
    } catch (SSLException e) {
      closeEngine();
      throw e;
    }
    closeEngine();
    closedByPeer();
    return false;
  }

  private boolean unwrap(ByteBuffer ciphertext, ByteBuffer plaintext) throws SSLException {
    SSLEngineResult result = engine.unwrap(ciphertext, plaintext);
    if (result.getStatus() == SSLEngineResult.Status.CLOSED && engine.isInboundDone()) {
      closedByPeer();
      return false;
    }
    if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      wantsToSend = true;
    }
    return result.bytesConsumed() > 0;
  }

  private void closedByPeer() {
    state = State.CLOSED;
    wantsToSend = true;
  }

  /** Tells the engine what it finds out for itself when it is called for a record. */
  private void closeEngine() throws SSLException {
    engine.closeOutbound();
    engine.closeInbound();
  }

  /** Whether there is a whole record, and room for what is in it. */
  private static boolean hasRecord(ByteBuffer ciphertext, ByteBuffer plaintext)
      throws SSLException {
    int recordBytes = Records.completeBytes(ciphertext);
    return recordBytes > 0
        && plaintext.remaining() >= Math.min(recordBytes, Records.MAX_PLAINTEXT_BYTES);
  }

  @Override
  public void encrypt(ByteBuffer plaintext, ByteBuffer slot) throws SSLException {
    if (!plaintext.hasRemaining()) {
      fetch(slot);
      return;
    }
    if (state != State.OPEN) {
      throw whyNoData();
    }
    try {
      EngineInternals shortWay = internals;
      if (shortWay != null && shortWay.seal(plaintext, slot)) {
        wantsToSend = false;
        return;
      }
      SSLEngineResult result = engine.wrap(plaintext, slot);
      // Whatever else waited to be sent has gone out together with the data.
      wantsToSend = result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW;
    } catch (SSLException | RuntimeException | Error e) {
      throw fail(e);
    }
  }

  private SSLException whyNoData() {
    return switch (state) {
      case HANDSHAKE -> new SSLException("the handshake is not complete");
      case ENDING -> new SSLException("this side has ended its stream with close_notify");
      case FAILED -> failure();
      default -> new SSLException("the peer has ended the connection with close_notify");
    };
  }

  /** Takes what the engine itself has to send. */
  private void fetch(ByteBuffer slot) throws SSLException {
    try {
      wantsToSend = engine.wrap(EMPTY, slot).bytesProduced() > 0;
    } catch (SSLException | RuntimeException | Error e) {
      if (state == State.FAILED) {
        wantsToSend = false; // There is not even an alert to be had.
        return;
      }
      throw fail(e);
    }
  }

  @Override
  public boolean wantsToSend() {
    return wantsToSend;
  }

  @Override
  public void closeNotify() {
    if (state == State.HANDSHAKE) {
      fail(new SSLHandshakeException("this side has ended it"));
    } else if (state == State.OPEN) {
      engine.closeOutbound();
      state = State.ENDING;
      wantsToSend = true;
    }
  }

  @Override
  public TlsInfo info() {
    if (info == null) {
      throw new IllegalStateException("the handshake is not complete");
    }
    return info;
  }

  @Override
  public SSLException failure() {
    return Objects.requireNonNull(failure, "nothing has failed");
  }

  private SSLException fail(Throwable cause) {
    failure = Failures.of(cause, state == State.HANDSHAKE);
    state = State.FAILED;
    wantsToSend = true;
    return failure;
  }

  /**
   * The engine frees its memory and its two descriptors when both directions are closed and nothing
   * waits to be sent, and not before.
   */
  @Override
  public void close() {
    if (state == State.FREED) {
      return;
    }
    state = State.FREED;
    wantsToSend = false;
    engine.closeOutbound();
    drain();
    try {
      engine.closeInbound();
    } catch (SSLException e) {
      throw new AssertionError("Conscrypt does not throw this", e);
    }
  }

  private void drain() {
    ByteBuffer waste = WASTE.duplicate();
    try {
      while (engine.wrap(EMPTY, waste).bytesProduced() > 0) {
        waste.clear();
      }
    } catch (SSLException | RuntimeException e) {
      // It has nothing to send then.
    }
  }
}
