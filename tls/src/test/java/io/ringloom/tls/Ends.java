package io.ringloom.tls;

import io.ringloom.tls.TestCertificates.Authority;
import io.ringloom.tls.TestCertificates.Issued;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the ends of connections to localhost. */
final class Ends {

  static final Authority CA = TestCertificates.authority("Test CA");
  static final Authority OTHER_CA = TestCertificates.authority("Other CA");
  static final Issued LOCALHOST = CA.server("localhost", "127.0.0.1");
  static final Issued ALICE = CA.client("alice");

  private static final ServerTls SERVER = server(serverOptions().build());
  private static final ServerTls SERVER_1_2 = server(on(TlsProtocol.TLS_1_2));
  private static final ServerTls SERVER_1_3 = server(on(TlsProtocol.TLS_1_3));

  /** Never resumes, so that tests do not depend on those before them. */
  private static final ClientTls CLIENT = client(clientOptions().sessionResumption(false).build());

  private static final ClientTls CLIENT_1_2 =
      client(clientOptions().sessionResumption(false).protocols(TlsProtocol.TLS_1_2).build());
  private static final ClientTls CLIENT_1_3 =
      client(clientOptions().sessionResumption(false).protocols(TlsProtocol.TLS_1_3).build());

  private Ends() {}

  static TlsServerOptions.Builder serverOptions() {
    return TlsServerOptions.builder().certificate(LOCALHOST.certificate());
  }

  static TlsClientOptions.Builder clientOptions() {
    return TlsClientOptions.builder().trust(CA.trust());
  }

  static ServerTls server(TlsServerOptions options) {
    try {
      return ServerTls.create(options);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static ClientTls client(TlsClientOptions options) {
    try {
      return ClientTls.create(options);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static TlsServerOptions on(TlsProtocol version) {
    return serverOptions().protocols(version).build();
  }

  static LayerEnd server() {
    return of(SERVER);
  }

  static LayerEnd client() {
    return of(CLIENT);
  }

  static LayerEnd server(TlsProtocol version) {
    return of(version == TlsProtocol.TLS_1_2 ? SERVER_1_2 : SERVER_1_3);
  }

  static LayerEnd client(TlsProtocol version) {
    return of(clientTls(version));
  }

  static ClientTls clientTls(TlsProtocol version) {
    return version == TlsProtocol.TLS_1_2 ? CLIENT_1_2 : CLIENT_1_3;
  }

  static LayerEnd of(ServerTls server) {
    try {
      return new LayerEnd(server.newLayer());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static LayerEnd of(ClientTls client) {
    return of(client, "localhost");
  }

  static LayerEnd of(ClientTls client, String host) {
    try {
      return new LayerEnd(client.newLayer(host, 443));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static JdkEnd jdkServer(String... protocols) {
    return jdkServer(jdkContext(LOCALHOST), protocols);
  }

  static JdkEnd jdkServer(SSLContext context, String... protocols) {
    return jdkEnd(context.createSSLEngine(), false, protocols);
  }

  static JdkEnd jdkClient(String... protocols) {
    return jdkClient(jdkContext(null), protocols);
  }

  static JdkEnd jdkClient(SSLContext context, String... protocols) {
    return jdkEnd(context.createSSLEngine("localhost", 443), true, protocols);
  }

  private static JdkEnd jdkEnd(SSLEngine engine, boolean client, String... protocols) {
    try {
      engine.setUseClientMode(client);
      if (client) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("localhost")));
        engine.setSSLParameters(parameters);
      }
      if (protocols.length > 0) {
        engine.setEnabledProtocols(protocols);
      }
      return new JdkEnd(engine);
    } catch (SSLException e) {
      throw new AssertionError(e);
    }
  }

  /** Makes a context that trusts the test CA. */
  static SSLContext jdkContext(@Nullable Issued identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS", "SunJSSE");
      context.init(keyManagers(identity), new TrustManager[] {CA.trust().trustManager()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyManager @Nullable [] keyManagers(@Nullable Issued identity)
      throws GeneralSecurityException, IOException {
    if (identity == null) {
      return null;
    }
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("key", identity.key(), new char[0], identity.chain());
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }
}
