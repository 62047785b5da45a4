package io.ringloom.internal.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** How addresses are written in messages. */
final class Addresses {

  private Addresses() {}

  /** Returns an address as a user would type it. */
  static String show(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return address.toString();
    }
    InetAddress ip = inet.getAddress();
    String host = ip == null ? inet.getHostString() : ip.getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + inet.getPort();
  }

  /** Returns " with" the host that a user has named, or nothing where that was an address. */
  static String withHost(SocketAddress address) {
    if (!(address instanceof InetSocketAddress inet)) {
      return "";
    }
    String host = inet.getHostString();
    InetAddress ip = inet.getAddress();
    return ip == null || host.equals(ip.getHostAddress()) ? "" : " with " + host;
  }
}
