package io.ringloom.example.kv.durable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory that keeps the data: a file that says whose it is and of which format, and beside
 * it the directory of RocksDB. So what is not ours, or of a newer version, stays untouched.
 */
final class DataDirectory {
  /** The layout of {@link Records} and what is in them. */
  private static final int FORMAT = 1;

  private static final String FORMAT_FILE = "FORMAT";
  private static final String UNFINISHED_FORMAT_FILE = "FORMAT.new";
  private static final Pattern FORMAT_TEXT =
      Pattern.compile("ringloom example-kv data, format (\\d{1,9})\\s*");
  private static final int MAX_FORMAT_BYTES = 1_000;

  /** What may be there before we are: a file system of its own has the first. */
  private static final Set<String> NOT_COUNTED = Set.of("lost+found", UNFINISHED_FORMAT_FILE);

  private DataDirectory() {}

  /**
   * Makes the directory if there is none.
   *
   * @return the directory for RocksDB in it
   * @throws IOException with a sentence for the user if the directory cannot be used
   */
  static Path prepare(Path directory) throws IOException {
    Path rocks = directory.resolve("rocksdb");
    try {
      Files.createDirectories(directory);
      checkOrMark(directory);
      checkComplete(directory, rocks);
      Files.createDirectories(rocks);
    } catch (RefusedException refused) {
      throw new IOException(refused.getMessage(), refused);
    } catch (IOException | RuntimeException failed) {
      throw new IOException(
          "The data directory " + directory + " cannot be used: " + reason(failed) + ".", failed);
    }
    return rocks;
  }

  private static String reason(Exception failed) {
    if (failed instanceof FileAlreadyExistsException existing) {
      return existing.getFile() + " is no directory";
    }
    if (failed instanceof AccessDeniedException denied) {
      return "access to " + denied.getFile() + " is denied";
    }
    if (failed instanceof FileSystemException system && system.getReason() != null) {
      return system.getFile() + ": " + system.getReason();
    }
    return failed.toString();
  }

  private static void checkOrMark(Path directory) throws IOException {
    byte[] mark;
    try (var in = Files.newInputStream(directory.resolve(FORMAT_FILE))) {
      mark = in.readNBytes(MAX_FORMAT_BYTES);
    } catch (NoSuchFileException missing) {
      for (String name : namesIn(directory)) {
        if (!NOT_COUNTED.contains(name)) {
          throw notOurs(directory);
        }
      }
      mark(directory);
      return;
    }
    Matcher text = FORMAT_TEXT.matcher(new String(mark, StandardCharsets.ISO_8859_1));
    if (!text.matches()) {
      throw notOurs(directory);
    }
    int format = Integer.parseInt(text.group(1));
    if (format != FORMAT) {
      throw new RefusedException(
          "The data directory %s has format %d, and this server knows only format %d."
              .formatted(directory, format, FORMAT));
    }
  }

  private static RefusedException notOurs(Path directory) {
    return new RefusedException(
        "The data directory %s is not empty, and what is in it is not of this server."
            .formatted(directory));
  }

  private static void mark(Path directory) throws IOException {
    Path unfinished = directory.resolve(UNFINISHED_FORMAT_FILE);
    Files.writeString(unfinished, "ringloom example-kv data, format " + FORMAT + "\n");
    sync(unfinished, StandardOpenOption.WRITE);
    Files.move(unfinished, directory.resolve(FORMAT_FILE), StandardCopyOption.ATOMIC_MOVE);
    sync(directory, StandardOpenOption.READ);
  }

  private static void sync(Path path, StandardOpenOption how) throws IOException {
    try (FileChannel file = FileChannel.open(path, how)) {
      file.force(true);
    }
  }

  /** RocksDB would begin anew where the file is missing that names all others. */
  private static void checkComplete(Path directory, Path rocks) throws IOException {
    if (Files.isDirectory(rocks) && !Files.exists(rocks.resolve("CURRENT"))) {
      for (String name : namesIn(rocks)) {
        if (name.endsWith(".sst") || name.endsWith(".log")) {
          throw new RefusedException(
              "The data in %s is damaged: the file %s is missing."
                  .formatted(directory, rocks.resolve("CURRENT")));
        }
      }
    }
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** Its message is the whole sentence. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1;

    RefusedException(String sentence) {
      super(sentence);
    }
  }
}
