package io.ringloom.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What some files hold, as hashes: sizes and times would miss a quick change, and names one that is
 * made by a link. Immutable.
 *
 * @param hashes the hash of each file, or why it cannot be read
 */
record FileContents(Map<Path, String> hashes) {

  /** Looks into the files. */
  static FileContents of(Collection<Path> files) {
    Map<Path, String> hashes = new LinkedHashMap<>();
    for (Path file : files) {
      hashes.put(file, hash(file));
    }
    return new FileContents(hashes);
  }

  /** Looks into the same files again. */
  FileContents now() {
    return of(hashes.keySet());
  }

  boolean isEmpty() {
    return hashes.isEmpty();
  }

  private static String hash(Path file) {
    try (InputStream in =
        new DigestInputStream(Files.newInputStream(file), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(((DigestInputStream) in).getMessageDigest().digest());
    } catch (IOException e) {
      return e.getClass().getName();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JVM has it", e);
    }
  }
}
