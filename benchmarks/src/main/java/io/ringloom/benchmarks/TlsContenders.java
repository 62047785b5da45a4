package io.ringloom.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** The echo servers over TLS 1.3 that are compared, by name. */
final class TlsContenders {
  private TlsContenders() {}

  /**
   * Returns those whose name matches a pattern.
   *
   * @param bufferBytes the size of a handler's buffer, where it needs one
   */
  static Map<String, Contender> matching(String pattern, TlsFiles files, int bufferBytes) {
    String ringloom = RingloomEcho.class.getName();
    String netty = NettyEcho.class.getName();
    String folder = files.folder().toString();
    String buffer = Integer.toString(bufferBytes);
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put(
        "ringloom uring, loop", Contender.java(ringloom, "uring", "LOOP", buffer, folder));
    contenders.put(
        "ringloom uring, shared", Contender.java(ringloom, "uring", "SHARED", buffer, folder));
    contenders.put("ringloom nio, loop", Contender.java(ringloom, "nio", "LOOP", buffer, folder));
    contenders.put(
        "ringloom nio, shared", Contender.java(ringloom, "nio", "SHARED", buffer, folder));
    contenders.put("netty uring, tcnative", Contender.java(netty, "uring", "tcnative", folder));
    contenders.put("netty epoll, tcnative", Contender.java(netty, "epoll", "tcnative", folder));
    contenders.put("netty uring, conscrypt", Contender.java(netty, "uring", "conscrypt", folder));
    contenders.put("netty epoll, conscrypt", Contender.java(netty, "epoll", "conscrypt", folder));
    contenders.put(
        "jdk virtual threads",
        Contender.java(VirtualThreadTlsEcho.class.getName(), buffer, folder));
    contenders.keySet().removeIf(name -> !name.matches(pattern));
    return contenders;
  }
}
