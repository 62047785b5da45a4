package io.ringloom.example.kv;

import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.command.MemorySize;
import io.ringloom.example.kv.durable.Fsync;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.durable.RocksJournal;
import io.ringloom.example.kv.store.EvictionPolicy;
import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of what the server keeps. All fields are set by picocli. */
final class DataOptions {
  @Option(
      names = "--max-memory",
      paramLabel = "SIZE",
      defaultValue = "0",
      converter = SizeConverter.class,
      description =
          "How much all keys and values may take together, such as 100mb or 2g. Default: no limit")
  private long maxMemoryBytes;

  @Option(
      names = "--max-memory-policy",
      paramLabel = "NAME",
      defaultValue = "noeviction",
      converter = PolicyConverter.class,
      description =
          "What happens at that limit: noeviction refuses writes; allkeys-lru, volatile-lru,"
              + " allkeys-random, volatile-random and volatile-ttl let keys go."
              + " Default: ${DEFAULT-VALUE}")
  private EvictionPolicy policy = EvictionPolicy.NOEVICTION;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Keep the data in this directory as well, and read it from there at the start."
              + " Default: in memory alone")
  private @Nullable Path directory;

  @Option(
      names = "--fsync",
      paramLabel = "WHEN",
      defaultValue = "everysec",
      converter = FsyncConverter.class,
      description =
          "When changes are forced to the disk: always before their reply, everysec, or no for when"
              + " the operating system does it. Default: ${DEFAULT-VALUE}")
  private Fsync fsync = Fsync.EVERYSEC;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Clients must authenticate with the first line of this file.")
  private @Nullable Path passwordFile;

  /** Opens what keeps the data, and fills the keyspace from it. */
  Journal open(Keyspace keyspace) throws IOException {
    return directory == null ? Journal.NONE : RocksJournal.open(directory, fsync, keyspace);
  }

  /** Sets what the command line says. */
  void applyTo(SharedState shared) throws IOException {
    byte[] password = passwordFile == null ? null : password(passwordFile);
    shared.keyspace().lock().lock();
    try {
      shared.keyspace().limit(maxMemoryBytes, policy);
      shared.settings().password(password);
      if (directory != null) {
        shared.settings().fsync(fsync.configName());
      }
    } finally {
      shared.keyspace().lock().unlock();
    }
  }

  private static byte[] password(Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new IOException("The password file " + file + " cannot be read: " + e.getMessage(), e);
    }
    String line = text.lines().findFirst().orElse("");
    if (line.isEmpty()) {
      throw new IOException("The password file " + file + " has no password in its first line.");
    }
    return line.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Reads sizes. */
  static final class SizeConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String value) {
      Long bytes = MemorySize.parse(value);
      if (bytes == null) {
        throw new TypeConversionException(
            "'" + value + "' is no size, such as 100mb, 2g or a number of bytes");
      }
      return bytes;
    }
  }

  /** Reads when to force changes to the disk. */
  static final class FsyncConverter implements ITypeConverter<Fsync> {

    @Override
    public Fsync convert(String value) {
      Fsync fsync = Fsync.byConfigName(value);
      if (fsync == null) {
        throw new TypeConversionException("'" + value + "' is none of always, everysec, no");
      }
      return fsync;
    }
  }

  /** Reads names of policies. */
  static final class PolicyConverter implements ITypeConverter<EvictionPolicy> {

    @Override
    public EvictionPolicy convert(String value) {
      EvictionPolicy policy = EvictionPolicy.byConfigName(value);
      if (policy == null) {
        throw new TypeConversionException(
            "'" + value + "' is none of " + EvictionPolicy.configNames());
      }
      return policy;
    }
  }
}
