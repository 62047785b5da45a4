package io.ringloom.benchmarks;

import java.io.IOException;
import java.util.List;

/** A server that is compared with others. */
@FunctionalInterface
interface Contender {

  /** Starts it in a process of its own, and waits until it listens. */
  ServerProcess start() throws IOException;

  /**
   * Returns a contender that is a program in Java and prints its port.
   *
   * @param mainClass its main class
   * @param args its arguments
   */
  static Contender java(String mainClass, String... args) {
    return () -> ServerProcess.start(mainClass, List.of(args));
  }
}
