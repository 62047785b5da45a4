package io.ringloom.example.kv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages between clients, over sockets. */
@ParameterizedClass
@MethodSource("io.ringloom.example.kv.Runs#available")
final class PubSubTest extends SocketFixture {
  PubSubTest(Runs runs) throws IOException {
    super(runs);
  }

  private Peer subscriber(String request) throws IOException {
    Peer subscriber = connect();
    assertThat(subscriber.ask(request)).contains("subscribe");
    return subscriber;
  }

  @Test
  void messages_come_in_the_order_in_which_they_were_published() throws IOException {
    Peer subscriber = subscriber("SUBSCRIBE c");
    int messages = 2000;
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < messages; i++) {
      requests.append(Peer.encode("PUBLISH c " + i));
    }
    peer.sendRaw(requests.toString());
    for (int i = 0; i < messages; i++) {
      assertThat(peer.reply()).isEqualTo(":1¶");
    }
    for (int i = 0; i < messages; i++) {
      String text = "" + i;
      assertThat(subscriber.reply())
          .isEqualTo("*3¶$7¶message¶$1¶c¶$" + text.length() + "¶" + text + "¶");
    }
  }

  @Test
  void patterns_and_names_give_a_message_each_until_they_are_unsubscribed() throws IOException {
    Peer subscriber = subscriber("SUBSCRIBE news");
    assertThat(subscriber.ask("PSUBSCRIBE n*")).isEqualTo("*3¶$10¶psubscribe¶$2¶n*¶:2¶");
    assertThat(peer.ask("PUBLISH news x")).isEqualTo(":2¶");
    assertThat(subscriber.reply()).isEqualTo("*3¶$7¶message¶$4¶news¶$1¶x¶");
    assertThat(subscriber.reply()).isEqualTo("*4¶$8¶pmessage¶$2¶n*¶$4¶news¶$1¶x¶");
    assertThat(subscriber.ask("UNSUBSCRIBE news")).isEqualTo("*3¶$11¶unsubscribe¶$4¶news¶:1¶");
    assertThat(peer.ask("PUBLISH news y")).isEqualTo(":1¶");
    assertThat(subscriber.reply()).isEqualTo("*4¶$8¶pmessage¶$2¶n*¶$4¶news¶$1¶y¶");
    assertThat(subscriber.ask("PUNSUBSCRIBE n*")).isEqualTo("*3¶$12¶punsubscribe¶$2¶n*¶:0¶");
    assertThat(peer.ask("PUBLISH news z")).isEqualTo(":0¶");
    assertThat(subscriber.ask("GET a")).isEqualTo("$-1¶");
  }

  @Test
  void version_3_pushes_messages_between_replies() throws IOException {
    Peer subscriber = version3Subscriber();
    assertThat(peer.ask("PUBLISH c x")).isEqualTo(":1¶");
    assertThat(subscriber.reply()).isEqualTo(">3¶$7¶message¶$1¶c¶$1¶x¶");
    assertThat(subscriber.ask("SET a 1")).isEqualTo("+OK¶");
    assertThat(subscriber.ask("PING")).isEqualTo("+PONG¶");
  }

  @Test
  void version_3_pushes_messages_to_who_waits_for_an_element() throws IOException {
    Peer subscriber = version3Subscriber();
    subscriber.send("BLPOP l 0");
    peer.awaitBlocked(1);
    assertThat(peer.ask("PUBLISH c x")).isEqualTo(":1¶");
    assertThat(subscriber.reply()).isEqualTo(">3¶$7¶message¶$1¶c¶$1¶x¶");
    assertThat(peer.ask("RPUSH l y")).isEqualTo(":1¶");
    assertThat(subscriber.reply()).isEqualTo("*2¶$1¶l¶$1¶y¶");
  }

  @Test
  void messages_do_not_make_a_wait_for_an_element_longer() throws IOException {
    Peer subscriber = version3Subscriber();
    subscriber.send("BLPOP l 0.2");
    await()
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              assertThat(peer.ask("PUBLISH c x")).isEqualTo(":1¶");
              // Either this message, or that the time is over.
              return subscriber.reply().equals("_¶");
            });
  }

  private Peer version3Subscriber() throws IOException {
    Peer subscriber = connect();
    assertThat(subscriber.ask("HELLO 3")).startsWith("%7¶");
    assertThat(subscriber.ask("SUBSCRIBE c")).isEqualTo(">3¶$9¶subscribe¶$1¶c¶:1¶");
    return subscriber;
  }

  @Test
  void a_message_comes_while_half_a_request_has_arrived() throws IOException {
    Peer subscriber = subscriber("SUBSCRIBE c");
    String request = Peer.encode("PING hello");
    for (int i = 1; i < request.length(); i++) {
      subscriber.sendRaw(request.substring(0, i));
      assertThat(peer.ask("PUBLISH c x")).isEqualTo(":1¶");
      assertThat(subscriber.reply()).isEqualTo("*3¶$7¶message¶$1¶c¶$1¶x¶");
      subscriber.sendRaw(request.substring(i));
      assertThat(subscriber.reply()).isEqualTo("*2¶$4¶pong¶$5¶hello¶");
    }
  }

  @Test
  void a_subscriber_that_takes_nothing_is_cut_off_and_the_others_go_on() throws IOException {
    assertThat(peer.ask("CONFIG SET pubsub-max-inbox-bytes 1mb")).isEqualTo("+OK¶");
    Peer slow = subscriber("SUBSCRIBE c");
    Peer quick = subscriber("SUBSCRIBE c");
    String payload = "x".repeat(100_000);
    int receivers = 2;
    int published = 0;
    while (receivers == 2) {
      receivers = peer.ask("PUBLISH c " + payload).equals(":2¶") ? 2 : 1;
      assertThat(quick.reply()).endsWith(payload + "¶");
      // Far more than the inbox and all buffers of the network hold.
      assertThat(++published).isLessThan(1000);
    }
    assertThat(peer.ask("INFO stats")).contains("client_output_buffer_limit_disconnections:1\r\n");
    slow.awaitEnd();
    await().untilAsserted(() -> assertThat(peer.ask("PUBLISH c y")).isEqualTo(":1¶"));
    assertThat(quick.reply()).endsWith("$1¶y¶");
  }
}
