package io.ringloom.benchmarks.report;

import java.awt.Color;

/**
 * A colour for each contender, the same in all plots: warm ones for Ringloom, blue ones for Netty,
 * grey and green ones for the rest.
 */
final class Colours {
  private Colours() {}

  /** Returns the colour of a contender, which is grey if it is not known here. */
  static Color of(String contender) {
    return switch (contender) {
      case "ringloom-uring", "ringloom-kv-uring" -> new Color(0xC0392B);
      case "ringloom-nio", "ringloom-kv-nio" -> new Color(0xE67E22);
      case "ringloom-uring-spin" -> new Color(0x7B241C);
      case "ringloom-uring-shared" -> new Color(0xE8A49C);
      case "ringloom-nio-shared" -> new Color(0xF5CBA7);
      case "netty-uring", "netty-uring-tcnative" -> new Color(0x1F4E9E);
      case "netty-epoll", "netty-epoll-tcnative" -> new Color(0x3D85C6);
      case "netty-nio", "netty-epoll-conscrypt" -> new Color(0x85B8E0);
      case "netty-epoll-jdk" -> new Color(0xBBD7EE);
      case "jdk-channel", "jdk-sslsocket" -> new Color(0x2E8B57);
      case "jdk-stream" -> new Color(0x93C9A6);
      default -> new Color(0x707070);
    };
  }
}
