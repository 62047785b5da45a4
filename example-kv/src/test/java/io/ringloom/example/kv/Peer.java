package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client of the server, by a plain socket. For one thread. */
public final class Peer implements AutoCloseable {
  private static final int DEADLINE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  private Peer(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
  }

  static Peer to(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(DEADLINE_MILLIS);
    return new Peer(socket);
  }

  /** Sends a request of words between spaces, and returns the reply; ends of lines are ¶. */
  public String ask(String request) throws IOException {
    send(request);
    return reply();
  }

  /** Sends a request of words between spaces. */
  public void send(String request) throws IOException {
    sendRaw(encode(request));
  }

  /** Sends bytes as they are. */
  public void sendRaw(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** A request of words between spaces, as it is sent. */
  public static String encode(String request) {
    String[] words = request.split(" ", -1);
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    return text.toString();
  }

  /** Reads a reply; ends of lines are ¶. */
  public String reply() throws IOException {
    String line = line();
    StringBuilder text = new StringBuilder(line).append('¶');
    char type = line.charAt(0);
    if (type == '$' || type == '*' || type == '>' || type == '%') {
      int count = Integer.parseInt(line.substring(1));
      if (type == '$') {
        if (count >= 0) {
          text.append(new String(in.readNBytes(count), StandardCharsets.ISO_8859_1)).append(line());
          text.append('¶');
        }
      } else {
        for (int i = 0; i < (type == '%' ? 2 * count : count); i++) {
          text.append(reply());
        }
      }
    }
    return text.toString();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\r'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the server has closed the connection");
      }
      line.write(b);
    }
    assertThat(in.read()).isEqualTo('\n');
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Waits for the end of the stream, or for a reset, which is an end as well. */
  void awaitEnd() throws IOException {
    try {
      while (in.read() >= 0) {
        // What comes before the end does not matter.
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  /** Ends what it sends; it may still receive. */
  public void endStream() throws IOException {
    socket.shutdownOutput();
  }

  Socket socket() {
    return socket;
  }

  long id() throws IOException {
    return Long.parseLong(ask("CLIENT ID").replaceAll("[:¶]", ""));
  }

  /** Waits until so many clients wait for an element, as INFO tells. */
  void awaitBlocked(int count) {
    await()
        .untilAsserted(
            () -> assertThat(ask("INFO clients")).contains("blocked_clients:" + count + "\r\n"));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
