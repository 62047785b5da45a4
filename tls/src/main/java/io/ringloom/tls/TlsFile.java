package io.ringloom.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file with keys or certificates. Its errors are sentences that say which file it is.
 *
 * @param what what is in it, as in "the certificate file"
 * @param path where it is
 */
record TlsFile(String what, Path path) {

  /** More than any bundle of authorities has; keeps a wrong path from filling the memory. */
  private static final int MAX_BYTES = 16 * 1024 * 1024;

  byte[] read() throws IOException {
    if (Files.isDirectory(path)) {
      throw problem("cannot be read: it is a directory", null);
    }
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw problem("cannot be read: there is no such file", e);
    } catch (AccessDeniedException e) {
      throw problem("cannot be read: access is denied", e);
    } catch (IOException e) {
      throw problem("cannot be read: " + e.getMessage(), e);
    }
    if (bytes.length > MAX_BYTES) {
      throw problem("cannot be read: it has more than " + MAX_BYTES + " bytes", null);
    }
    return bytes;
  }

  /** Makes the exception for a problem that is told by the second half of a sentence. */
  IOException problem(String predicate, @Nullable Throwable cause) {
    return new IOException(this + " " + predicate + ".", cause);
  }

  @Override
  public String toString() {
    return "The " + what + " file " + path;
  }
}
