package io.ringloom.example.kv.peer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A server with a password in each setting, for the library of a client. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.ringloom.example.kv.peer.Setting#all")
@SuppressWarnings("NullAway.Init") // NullAway does not know the method that sets it, nor JUnit.
abstract class ClientFixture {
  @TempDir static Path directory;

  /** Set before the first test of a setting and then only read. */
  static TestServer server;

  @Parameter Setting setting;

  /** What a test has opened. */
  final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeParameterizedClassInvocation
  static void startServer(Setting setting) throws Exception {
    server = setting.startWithPassword(directory);
  }

  @AfterParameterizedClassInvocation
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @AfterEach
  final void closeWhatWasOpened() throws Exception {
    for (AutoCloseable some : opened) {
      some.close();
    }
  }
}
