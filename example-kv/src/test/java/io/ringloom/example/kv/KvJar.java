package io.ringloom.example.kv;

import io.ringloom.example.common.ServerJar;

/** Where the tests have the packaged key-value server from. */
final class KvJar {
  static final ServerJar KV = new ServerJar("example-kv.jar", KvServer.class);

  private KvJar() {}
}
