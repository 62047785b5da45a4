package io.ringloom.benchmarks.result;

import java.util.Map;
import java.util.TreeMap;

/**
 * Where something was measured.
 *
 * @param kernel the kernel's name and release
 * @param cpu the model of the processors
 * @param processors how many there are
 * @param memory how much memory there is
 * @param jdk the JDK of the contenders and of the client
 * @param versions what else takes part, by name
 */
public record Machine(
    String kernel,
    String cpu,
    int processors,
    String memory,
    String jdk,
    Map<String, String> versions) {

  /** Copies the map, in the order of its names. */
  public Machine {
    versions = new TreeMap<>(versions);
  }
}
