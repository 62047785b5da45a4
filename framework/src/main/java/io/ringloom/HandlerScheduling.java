package io.ringloom;

/** Where the virtual threads of connection handlers run. */
public enum HandlerScheduling {
  /**
   * On the carrier thread of the connection's event loop: the fastest way, since a completion
   * reaches its handler without leaving the core. It needs {@code java.base/java.lang} opened to
   * the framework, by the {@code Add-Opens} entry of an executable jar's manifest or by {@code
   * --add-opens}.
   */
  LOOP,

  /** On the JDK's own scheduler, which all virtual threads of the process share. */
  SHARED
}
