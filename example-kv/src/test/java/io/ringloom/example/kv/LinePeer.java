package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.example.common.ServerProcess;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that gives commands as lines, the way one types them. For one thread at a time. */
final class LinePeer implements AutoCloseable {
  private final Socket socket;
  private final BufferedReader replies;

  LinePeer(ServerProcess server) throws IOException {
    this(server.connect());
  }

  /** Gives commands over a connected socket. */
  LinePeer(Socket socket) throws IOException {
    this.socket = socket;
    replies =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
  }

  /** Sends lines and does not wait for their replies. */
  void send(String lines) throws IOException {
    socket.getOutputStream().write(lines.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Gives a command, and returns its reply or the text in it; null if the reply is null. */
  @Nullable String ask(String command) throws IOException {
    send(command + "\r\n");
    return reply();
  }

  /** Gives a command whose reply is an array of texts. */
  List<String> askForList(String command) throws IOException {
    send(command + "\r\n");
    String head = line();
    assertThat(head).startsWith("*");
    List<String> elements = new ArrayList<>();
    for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
      elements.add(String.valueOf(reply()));
    }
    return elements;
  }

  private @Nullable String reply() throws IOException {
    String line = line();
    if (line.equals("$-1")) {
      return null;
    }
    return line.startsWith("$") ? line() : line;
  }

  /** Reads one line of what the server has replied. */
  String line() throws IOException {
    String line = replies.readLine();
    if (line == null) {
      throw new EOFException("The server has closed the connection.");
    }
    return line;
  }

  /** Waits until the server has ended the connection without another byte. */
  void assertEnds() throws IOException {
    assertThat(replies.read()).isEqualTo(-1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
