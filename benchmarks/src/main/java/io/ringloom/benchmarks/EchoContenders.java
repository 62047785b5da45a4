package io.ringloom.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The echo servers that are compared, by name: the main class of each and its arguments. */
final class EchoContenders {
  private EchoContenders() {}

  /**
   * Returns those whose name matches a pattern.
   *
   * @param ringloomBufferBytes the size of the buffer of a handler on Ringloom, 0 for none
   * @param jdkBufferBytes the same for a virtual thread of the JDK, which needs one
   */
  static Map<String, List<String>> matching(
      String pattern, int ringloomBufferBytes, int jdkBufferBytes) {
    String ringloom = RingloomEcho.class.getName();
    String netty = NettyEcho.class.getName();
    String buffer = Integer.toString(ringloomBufferBytes);
    Map<String, List<String>> contenders = new LinkedHashMap<>();
    contenders.put("ringloom uring, loop", List.of(ringloom, "uring", "LOOP", buffer));
    contenders.put("ringloom uring, shared", List.of(ringloom, "uring", "SHARED", buffer));
    contenders.put("ringloom nio, loop", List.of(ringloom, "nio", "LOOP", buffer));
    contenders.put("ringloom nio, shared", List.of(ringloom, "nio", "SHARED", buffer));
    contenders.put("netty uring", List.of(netty, "uring"));
    contenders.put("netty nio", List.of(netty, "nio"));
    contenders.put(
        "jdk virtual threads",
        List.of(VirtualThreadEcho.class.getName(), Integer.toString(jdkBufferBytes)));
    contenders.keySet().removeIf(name -> !name.matches(pattern));
    return contenders;
  }
}
