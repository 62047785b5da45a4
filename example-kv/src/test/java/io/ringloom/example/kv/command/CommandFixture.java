package io.ringloom.example.kv.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.Connection;
import io.ringloom.example.kv.client.Client;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.resp.RequestOf;
import io.ringloom.example.kv.store.Keyspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A client of an empty keyspace, whose clock stands still unless the test sets it. */
abstract class CommandFixture {
  private static final Pattern ARGUMENT = Pattern.compile("\"([^\"]*)\"|(\\S+)");
  private static final InetSocketAddress ADDRESS =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
  private static final String BEFORE_REPLY = " => ";

  long now = 1_700_000_000_000L;
  final SharedState shared = new SharedState(new Keyspace(() -> now, new Random(6)), Journal.NONE);
  private final ByteArrayOutputStream received = new ByteArrayOutputStream();
  private final Commands commands = new Commands();
  private final Client client = new Client(shared, connection());

  /**
   * Sends requests one by one and compares the replies.
   *
   * @param script lines of a request, an arrow, and the exact reply, where ¶ is the end of a line
   *     and · the byte 0; an argument may be in quotes
   */
  final void converse(String script) {
    List<String> actual = new ArrayList<>();
    List<String> expected = script.lines().toList();
    for (String line : expected) {
      String request = line.substring(0, line.indexOf(BEFORE_REPLY));
      actual.add(request + BEFORE_REPLY + send(request));
    }
    assertThat(actual).isEqualTo(expected);
  }

  /** Sends a request and returns the reply, both as in a conversation. */
  final String send(String line) {
    List<byte[]> arguments = new ArrayList<>();
    Matcher matcher = ARGUMENT.matcher(line);
    while (matcher.find()) {
      String quoted = matcher.group(1);
      arguments.add(Text.bytes(quoted == null ? matcher.group(2) : quoted));
    }
    return send(RequestOf.arguments(arguments));
  }

  private String send(Request request) {
    received.reset();
    try {
      commands.execute(client, request);
      client.settle();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Text.of(received.toByteArray()).replace("\r\n", "¶").replace('\0', '·');
  }

  /** Has the methods that commands and their replies need. */
  private Connection connection() {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) ->
                method.getName().endsWith("Address") ? ADDRESS : write(method, arguments));
  }

  private int write(Method method, @Nullable Object @Nullable [] arguments) {
    if (method.getName().equals("write")
        && arguments != null
        && arguments[0] instanceof ByteBuffer source) {
      byte[] bytes = new byte[source.remaining()];
      source.get(bytes);
      received.writeBytes(bytes);
      return bytes.length;
    }
    throw new UnsupportedOperationException(method.getName());
  }
}
