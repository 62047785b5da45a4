package io.ringloom.example.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file whose first line is a password, so that no command line shows it. */
public final class PasswordFile {
  private PasswordFile() {}

  /**
   * Returns the first line, without its end; empty if there is none.
   *
   * @throws IOException if the file cannot be read; the message is a sentence for the user
   */
  public static String read(Path file, Charset charset) throws IOException {
    try (BufferedReader reader = Files.newBufferedReader(file, charset)) {
      String line = reader.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw unreadable(file, charset, e);
    }
  }

  private static IOException unreadable(Path file, Charset charset, IOException failure) {
    return new IOException(
        "The password file " + file + " cannot be read: " + reason(charset, failure) + ".",
        failure);
  }

  private static String reason(Charset charset, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return "there is no such file";
    }
    if (failure instanceof AccessDeniedException) {
      return "access is denied";
    }
    if (failure instanceof CharacterCodingException) {
      return "it is not " + charset;
    }
    return String.valueOf(failure.getMessage());
  }
}
