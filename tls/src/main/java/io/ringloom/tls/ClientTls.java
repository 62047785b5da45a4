package io.ringloom.tls;

import io.ringloom.spi.ClientTlsFactory;
import io.ringloom.spi.TlsLayer;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * TLS for connections that are opened. Thread-safe.
 *
 * <p>Unless the options say otherwise, a server must have a certificate that is trusted and is for
 * the host that the connection is opened to. A host that is named by its IP address is not asked
 * for by name, and its certificate must be for that address.
 *
 * <p>Sessions are resumed with the same host and port, and never with what another object of this
 * class has agreed on.
 */
public final class ClientTls implements ClientTlsFactory {

  /** How many sessions are kept for resumption; each takes a few kilobytes. */
  private static final int MAX_SESSIONS = 256;

  private final TlsClientOptions options;
  private final SSLContext context;

  /** Makes sessions that shall not be resumed different from each other. */
  private final AtomicInteger nextPort = new AtomicInteger(1);

  private ClientTls(TlsClientOptions options, SSLContext context) {
    this.options = options;
    this.context = context;
  }

  /**
   * Reads the files of the options and tries out what is in them. May take a moment: call it from a
   * thread that may block.
   *
   * @param options how connections do TLS
   * @return TLS for connections that are opened
   * @throws IOException if a file cannot be used, or there is no TLS for this platform; the message
   *     is a sentence that names the file and the reason
   */
  public static ClientTls create(TlsClientOptions options) throws IOException {
    ClientKeyManager keyManager = null;
    if (options.certificate().isPresent()) {
      KeyAndChain pair = options.certificate().get().read();
      keyManager = new ClientKeyManager(pair);
      Rehearsal.ofClient(keyManager, pair, options);
    }
    SSLContext context = EngineSource.newContext(keyManager, options.trust().trustManager());
    context.getClientSessionContext().setSessionCacheSize(MAX_SESSIONS);
    ClientTls client = new ClientTls(options, context);
    // What is loaded on first use is loaded now, and not while somebody waits for a server.
    client.newLayer("localhost", 0).close();
    return client;
  }

  @Override
  public TlsLayer newLayer(@Nullable String host, int port) throws IOException {
    String name = options.serverName().orElse(host == null ? null : HostNames.normalized(host));
    if (name == null && options.verifyHostName()) {
      throw new IOException(
          "The peer cannot be verified, since the connection is not opened to a host name: set"
              + " serverName in the TLS options to the name in its certificate, or verifyHostName"
              + " to false.");
    }
    // Nothing but the cache of sessions looks at the port.
    int sessionPort = options.sessionResumption() ? port : nextPort.getAndIncrement();
    SSLEngine engine =
        EngineSource.start(
            () ->
                name == null
                    ? context.createSSLEngine()
                    : context.createSSLEngine(name, sessionPort),
            this::configure);
    return new ConscryptLayer(engine, name == null || !isAskedFor(name) ? null : name);
  }

  private void configure(SSLEngine engine) {
    engine.setUseClientMode(true);
    EngineSource.configure(engine, options.protocols(), options.cipherSuites());
    EngineSource.configureSession(
        engine, options.sessionResumption(), options.applicationProtocols());
    if (options.verifyHostName()) {
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      engine.setSSLParameters(parameters);
    }
  }

  /** Whether the engine puts a name into its ClientHello. */
  private static boolean isAskedFor(String name) {
    return (name.contains(".") || name.equals("localhost")) && !HostNames.isAddress(name);
  }

  @Override
  public Duration handshakeTimeout() {
    return options.handshakeTimeout();
  }

  @Override
  public int maxHandshakeBytes() {
    return options.maxHandshakeBytes();
  }

  @Override
  public int descriptorsPerConnection() {
    return EngineSource.DESCRIPTORS_PER_ENGINE;
  }
}
