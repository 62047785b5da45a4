package io.ringloom.transport.uring;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A socket that this process has open, and whether it still has, whoever has its number now. */
record Descriptor(Path entry, Path target) {

  static Descriptor of(int fd) throws IOException {
    Path entry = Path.of("/proc/self/fd", Integer.toString(fd));
    return new Descriptor(entry, Files.readSymbolicLink(entry));
  }

  boolean isOpen() {
    try {
      return Files.readSymbolicLink(entry).equals(target);
    } catch (IOException e) {
      return false;
    }
  }
}
