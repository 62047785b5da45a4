/** TLS for Ringloom's servers and clients, on Conscrypt. */
@SuppressWarnings("requires-automatic") // Conscrypt has a reserved name, but no descriptor.
module io.ringloom.tls {
  requires transitive io.ringloom;
  requires org.bouncycastle.pkix;
  requires org.bouncycastle.provider;
  requires org.bouncycastle.util;
  requires org.conscrypt;
  requires static org.jspecify;
  requires org.slf4j;

  exports io.ringloom.tls;
}
