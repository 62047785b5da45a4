package io.ringloom.benchmarks.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server is told on its command line, as {@code name=value}.
 *
 * @param loops how many event loops it has, if it has such
 * @param bufferBytes the size of the buffer of a handler that needs one
 * @param tls the key and certificate for TLS, or null for none
 * @param tickets whether sessions must be resumable, also where the default is not to
 * @param own what only this server understands, each with its name
 */
public record ServerArguments(
    int loops, int bufferBytes, @Nullable TlsFiles tls, boolean tickets, List<String> own) {

  /** Copies the list. */
  public ServerArguments {
    own = List.copyOf(own);
  }

  /** Returns the same, and what only one server understands. */
  public ServerArguments with(String... more) {
    List<String> all = new ArrayList<>(own);
    all.addAll(List.of(more));
    return new ServerArguments(loops, bufferBytes, tls, tickets, all);
  }

  /** Reads what {@link #toList} has made. */
  static ServerArguments parse(String[] args) {
    List<String> all = List.of(args);
    String folder = find(all, "tls");
    return new ServerArguments(
        Integer.parseInt(require(all, "loops")),
        Integer.parseInt(require(all, "buffer")),
        folder == null ? null : new TlsFiles(Path.of(folder)),
        Boolean.parseBoolean(require(all, "tickets")),
        all);
  }

  /** Returns the arguments for the command line. */
  public List<String> toList() {
    List<String> all = new ArrayList<>(own);
    all.add("loops=" + loops);
    all.add("buffer=" + bufferBytes);
    all.add("tickets=" + tickets);
    if (tls != null) {
      all.add("tls=" + tls.folder());
    }
    return all;
  }

  /** Returns the value of an argument that must be there. */
  String own(String name) {
    return require(own, name);
  }

  /** Returns a time that may be an argument. */
  Duration own(String name, Duration otherwise) {
    String value = find(own, name);
    return value == null ? otherwise : Duration.parse(value);
  }

  /** Returns the key and certificate, which must be there. */
  TlsFiles tlsFiles() {
    if (tls == null) {
      throw new IllegalArgumentException("This server needs tls=FOLDER.");
    }
    return tls;
  }

  private static String require(List<String> all, String name) {
    String value = find(all, name);
    if (value == null) {
      throw new IllegalArgumentException("This server needs " + name + "=VALUE.");
    }
    return value;
  }

  private static @Nullable String find(List<String> all, String name) {
    return all.stream()
        .filter(argument -> argument.startsWith(name + "="))
        .map(argument -> argument.substring(name.length() + 1))
        .findFirst()
        .orElse(null);
  }
}
