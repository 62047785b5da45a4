package io.ringloom.example.kv.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A client that shows every byte of a reply, in RESP2 and RESP3. Text stands for bytes: each
 * character is one.
 *
 * <p>For one thread at a time.
 */
final class RespPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket;
  private final InputStream input;

  /** What was read of the current reply. Belongs to the thread that reads. */
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  RespPeer(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    input = new BufferedInputStream(socket.getInputStream());
  }

  /** Returns a request as it is sent: an array of bulk strings. */
  static String request(Iterable<String> arguments) {
    StringBuilder bulks = new StringBuilder();
    int count = 0;
    for (String argument : arguments) {
      bulks.append('$').append(argument.length()).append("\r\n").append(argument).append("\r\n");
      count++;
    }
    return "*" + count + "\r\n" + bulks;
  }

  /** Sends bytes as they are. */
  void send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Sends a request and reads its reply. */
  String call(String... arguments) throws IOException {
    send(request(List.of(arguments)));
    return reply();
  }

  /** Tells the server that nothing more will be sent. */
  void shutdownOutput() throws IOException {
    socket.shutdownOutput();
  }

  /** Whether something was received that was not read yet. */
  boolean hasBytes() throws IOException {
    return input.available() > 0;
  }

  /** Reads exactly one whole reply or message, with all that is in it. */
  String reply() throws IOException {
    read.reset();
    try {
      readValue();
    } catch (EOFException | SocketTimeoutException | SocketException e) {
      throw new IOException("No whole reply, only \"" + visible(taken()) + "\": " + e, e);
    }
    return taken();
  }

  /** Reads until the server closes the connection. */
  String rest() throws IOException {
    read.reset();
    try {
      input.transferTo(read);
    } catch (SocketTimeoutException e) {
      throw new IOException("Still open after \"" + visible(taken()) + "\"", e);
    } catch (SocketException e) {
      // A reset is an end as well: the server closed without reading all that was sent.
    }
    return taken();
  }

  private String taken() {
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  private void readValue() throws IOException {
    String line = readLine();
    if (line.isEmpty()) {
      return;
    }
    switch (line.charAt(0)) {
      case '$', '=', '!' -> readBytes(length(line));
      case '*', '~', '>' -> readValues(length(line));
      case '%' -> readValues(2 * length(line));
      // An attribute stands before what it belongs to.
      case '|' -> readValues(2 * length(line) + 1);
      default -> {
        // The line is all of it.
      }
    }
  }

  private static int length(String line) throws IOException {
    try {
      return Integer.parseInt(line.substring(1));
    } catch (NumberFormatException e) {
      throw new IOException("There is no length in \"" + visible(line) + "\"", e);
    }
  }

  private void readValues(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      readValue();
    }
  }

  /** A negative length stands for null. */
  private void readBytes(int length) throws IOException {
    if (length >= 0) {
      byte[] bytes = input.readNBytes(length + 2);
      read.writeBytes(bytes);
      if (bytes.length < length + 2) {
        throw new EOFException("the connection was closed");
      }
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = input.read();
      if (b < 0) {
        throw new EOFException("the connection was closed");
      }
      read.write(b);
      if (b == '\n') {
        return line.toString();
      } else if (b != '\r') {
        line.append((char) b);
      }
    }
  }

  /** Returns bytes in a way that a failure's message can show. */
  static String visible(String bytes) {
    StringBuilder text = new StringBuilder();
    bytes
        .chars()
        .forEach(
            c -> {
              switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\', '"' -> text.append('\\').append((char) c);
                default -> {
                  if (c >= ' ' && c < 0x7f) {
                    text.append((char) c);
                  } else {
                    text.append(String.format("\\x%02x", c));
                  }
                }
              }
            });
    return text.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
