package io.ringloom.example.echo;

import io.ringloom.example.common.ServerJar;

/** Where the tests have the packaged echo server from. */
final class EchoJar {
  static final ServerJar ECHO = new ServerJar("example-echo.jar", EchoServer.class);

  private EchoJar() {}
}
