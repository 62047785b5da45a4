package io.ringloom.tls;

import java.util.stream.Stream;

/** Who talks to whom, on which version of TLS. */
enum Pairing {
  LAYERS_ON_TLS_1_2(TlsProtocol.TLS_1_2, false, false),
  LAYERS_ON_TLS_1_3(TlsProtocol.TLS_1_3, false, false),
  /** As if Conscrypt kept its internals closed. */
  ENGINES_ALONE_ON_TLS_1_2(TlsProtocol.TLS_1_2, false, false),
  ENGINES_ALONE_ON_TLS_1_3(TlsProtocol.TLS_1_3, false, false),
  JDK_SERVER_ON_TLS_1_2(TlsProtocol.TLS_1_2, true, false),
  JDK_SERVER_ON_TLS_1_3(TlsProtocol.TLS_1_3, true, false),
  JDK_CLIENT_ON_TLS_1_2(TlsProtocol.TLS_1_2, false, true),
  JDK_CLIENT_ON_TLS_1_3(TlsProtocol.TLS_1_3, false, true);

  final String protocol;
  private final TlsProtocol version;
  private final boolean jdkServer;
  private final boolean jdkClient;

  Pairing(TlsProtocol version, boolean jdkServer, boolean jdkClient) {
    this.protocol = version.standardName();
    this.version = version;
    this.jdkServer = jdkServer;
    this.jdkClient = jdkClient;
  }

  TlsEnd newServer() {
    return jdkServer ? Ends.jdkServer(protocol) : layer(Ends.server(version));
  }

  TlsEnd newClient() {
    return jdkClient ? Ends.jdkClient(protocol) : layer(Ends.client(version));
  }

  private LayerEnd layer(LayerEnd end) {
    if (this == ENGINES_ALONE_ON_TLS_1_2 || this == ENGINES_ALONE_ON_TLS_1_3) {
      ((ConscryptLayer) end.layer).useTheEngineAlone();
    }
    return end;
  }

  /** {@return those ends of two that are layers} */
  static Stream<LayerEnd> layers(TlsEnd... ends) {
    return Stream.of(ends).filter(LayerEnd.class::isInstance).map(LayerEnd.class::cast);
  }
}
