package io.ringloom.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;

/** The echo servers that are compared, by name. */
final class EchoContenders {
  private EchoContenders() {}

  /**
   * Returns those whose name matches a pattern.
   *
   * @param ringloomBufferBytes the size of the buffer of a handler on Ringloom, 0 for none
   * @param jdkBufferBytes the same for a virtual thread of the JDK, which needs one
   */
  static Map<String, Contender> matching(
      String pattern, int ringloomBufferBytes, int jdkBufferBytes) {
    String ringloom = RingloomEcho.class.getName();
    String netty = NettyEcho.class.getName();
    String buffer = Integer.toString(ringloomBufferBytes);
    Map<String, Contender> contenders = new LinkedHashMap<>();
    contenders.put("ringloom uring, loop", Contender.java(ringloom, "uring", "LOOP", buffer));
    contenders.put("ringloom uring, shared", Contender.java(ringloom, "uring", "SHARED", buffer));
    contenders.put("ringloom nio, loop", Contender.java(ringloom, "nio", "LOOP", buffer));
    contenders.put("ringloom nio, shared", Contender.java(ringloom, "nio", "SHARED", buffer));
    contenders.put("netty uring", Contender.java(netty, "uring"));
    contenders.put("netty nio", Contender.java(netty, "nio"));
    contenders.put(
        "jdk virtual threads",
        Contender.java(VirtualThreadEcho.class.getName(), Integer.toString(jdkBufferBytes)));
    contenders.keySet().removeIf(name -> !name.matches(pattern));
    return contenders;
  }
}
