package io.ringloom.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The echo servers over TLS 1.3 that are compared, by name: the main class of each and its
 * arguments.
 */
final class TlsContenders {
  private TlsContenders() {}

  /**
   * Returns those whose name matches a pattern.
   *
   * @param bufferBytes the size of a handler's buffer, where it needs one
   */
  static Map<String, List<String>> matching(String pattern, TlsFiles files, int bufferBytes) {
    String ringloom = RingloomEcho.class.getName();
    String netty = NettyEcho.class.getName();
    String folder = files.folder().toString();
    String buffer = Integer.toString(bufferBytes);
    Map<String, List<String>> contenders = new LinkedHashMap<>();
    contenders.put("ringloom uring, loop", List.of(ringloom, "uring", "LOOP", buffer, folder));
    contenders.put("ringloom uring, shared", List.of(ringloom, "uring", "SHARED", buffer, folder));
    contenders.put("ringloom nio, loop", List.of(ringloom, "nio", "LOOP", buffer, folder));
    contenders.put("ringloom nio, shared", List.of(ringloom, "nio", "SHARED", buffer, folder));
    contenders.put("netty uring, tcnative", List.of(netty, "uring", "tcnative", folder));
    contenders.put("netty epoll, tcnative", List.of(netty, "epoll", "tcnative", folder));
    contenders.put("netty uring, conscrypt", List.of(netty, "uring", "conscrypt", folder));
    contenders.put("netty epoll, conscrypt", List.of(netty, "epoll", "conscrypt", folder));
    contenders.put(
        "jdk virtual threads", List.of(VirtualThreadTlsEcho.class.getName(), buffer, folder));
    contenders.keySet().removeIf(name -> !name.matches(pattern));
    return contenders;
  }
}
