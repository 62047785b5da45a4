package io.ringloom.benchmarks.contender;

import io.ringloom.benchmarks.server.NettyEcho;
import io.ringloom.benchmarks.server.RingloomEcho;
import io.ringloom.benchmarks.server.VirtualThreadEcho;
import io.ringloom.benchmarks.server.VirtualThreadStreamEcho;
import io.ringloom.benchmarks.server.VirtualThreadTlsEcho;
import io.ringloom.example.kv.KvServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All that are compared, for each kind of work. */
public final class Contenders {
  private Contenders() {}

  /** Returns those that echo. */
  public static List<Contender> echo() {
    List<Contender> all = ringloom();
    all.add(netty("netty-uring", "Netty io_uring", "transport=uring"));
    all.add(netty("netty-epoll", "Netty epoll", "transport=epoll"));
    all.add(netty("netty-nio", "Netty NIO", "transport=nio"));
    all.add(java("jdk-channel", "JDK virtual threads, SocketChannel", VirtualThreadEcho.class));
    all.add(java("jdk-stream", "JDK virtual threads, streams", VirtualThreadStreamEcho.class));
    return all;
  }

  /** Returns those that echo on connections so few that falling asleep and waking up counts. */
  public static List<Contender> fewConnections() {
    List<Contender> all = echo();
    all.add(
        4,
        java(
            "ringloom-uring-spin",
            "Ringloom io_uring, spin 50 µs",
            RingloomEcho.class,
            "transport=uring",
            "scheduling=LOOP",
            "spin=PT0.00005S"));
    return all;
  }

  /** Returns those that echo over TLS. */
  public static List<Contender> tls() {
    List<Contender> all = ringloom();
    all.add(
        netty(
            "netty-uring-tcnative",
            "Netty io_uring, tcnative",
            "transport=uring",
            "library=tcnative"));
    all.add(
        netty(
            "netty-epoll-tcnative",
            "Netty epoll, tcnative",
            "transport=epoll",
            "library=tcnative"));
    all.add(
        netty(
            "netty-epoll-conscrypt",
            "Netty epoll, Conscrypt",
            "transport=epoll",
            "library=conscrypt"));
    all.add(netty("netty-epoll-jdk", "Netty epoll, JDK's TLS", "transport=epoll", "library=jdk"));
    all.add(java("jdk-sslsocket", "JDK virtual threads, SSLSocket", VirtualThreadTlsEcho.class));
    return all;
  }

  /** Returns those that keep values by their keys, and nothing on the disk. */
  public static List<Contender> keyValue() {
    return List.of(
        ringloomKeyValue("ringloom-kv-uring", "Ringloom key-value server, io_uring", "uring"),
        ringloomKeyValue("ringloom-kv-nio", "Ringloom key-value server, NIO", "nio"),
        new Contender("redis-server", "redis-server", (arguments, jvmOptions) -> redis()));
  }

  private static List<Contender> ringloom() {
    List<Contender> all = new ArrayList<>();
    all.add(ringloom("ringloom-uring", "Ringloom io_uring", "uring", "LOOP"));
    all.add(ringloom("ringloom-nio", "Ringloom NIO", "nio", "LOOP"));
    all.add(ringloom("ringloom-uring-shared", "Ringloom io_uring, shared", "uring", "SHARED"));
    all.add(ringloom("ringloom-nio-shared", "Ringloom NIO, shared", "nio", "SHARED"));
    return all;
  }

  private static Contender ringloom(
      String name, String title, String transport, String scheduling) {
    return java(
        name, title, RingloomEcho.class, "transport=" + transport, "scheduling=" + scheduling);
  }

  private static Contender netty(String name, String title, String... own) {
    return java(name, title, NettyEcho.class, own);
  }

  private static Contender java(String name, String title, Class<?> main, String... own) {
    return new Contender(
        name,
        title,
        (arguments, jvmOptions) ->
            ServerProcess.thatPrintsItsPort(
                name, Jvm.command(jvmOptions, main, arguments.with(own).toList())));
  }

  private static Contender ringloomKeyValue(String name, String title, String transport) {
    return new Contender(
        name,
        title,
        (arguments, jvmOptions) ->
            ServerProcess.thatIsToldItsPort(
                name,
                port ->
                    Jvm.command(
                        jvmOptions,
                        KvServer.class,
                        List.of(
                            "--transport",
                            transport,
                            "--loops",
                            Integer.toString(arguments.loops()),
                            "--port",
                            Integer.toString(port)))));
  }

  private static ServerProcess redis() throws IOException {
    return ServerProcess.thatIsToldItsPort(
        "redis-server",
        port ->
            List.of(
                "redis-server",
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no"));
  }
}
