package io.ringloom.example.kv;

import io.ringloom.example.common.PasswordFile;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.command.MemorySize;
import io.ringloom.example.kv.durable.Fsync;
import io.ringloom.example.kv.durable.Journal;
import io.ringloom.example.kv.durable.RocksJournal;
import io.ringloom.example.kv.store.EvictionPolicy;
import io.ringloom.example.kv.store.Keyspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options of what the server keeps. Picocli sets all fields before a call. */
final class DataOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

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
      names = "--max-client-memory",
      paramLabel = "SIZE",
      converter = SizeConverter.class,
      description =
          "How much clients may have under way together, such as parts of requests, queued commands"
              + " and messages that wait. Default: a quarter of the heap")
  private @Nullable Long maxClientMemoryBytes;

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
      converter = FsyncConverter.class,
      description =
          "When changes are forced to the disk: always before their reply, everysec, or no for when"
              + " the operating system does it. Default: everysec")
  private @Nullable Fsync fsync;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Clients must authenticate with the first line of this file.")
  private @Nullable Path passwordFile;

  /** What the file says; by the thread that starts the server. */
  private byte @Nullable [] password;

  /**
   * Opens what keeps the data, and fills the keyspace from it.
   *
   * @throws IOException if the directory or the password file cannot be used
   */
  Journal open(Keyspace keyspace) throws IOException {
    if (fsync != null && directory == null) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(),
          "--fsync needs --data, the directory that keeps the data.");
    }
    // First, since much data takes its time to read.
    password = passwordFile == null ? null : password(passwordFile);
    return directory == null ? Journal.NONE : RocksJournal.open(directory, fsync(), keyspace);
  }

  /** Sets what the command line says, after {@link #open}. */
  void applyTo(SharedState shared) {
    shared.keyspace().lock().lock();
    try {
      shared.keyspace().limit(maxMemoryBytes, policy);
      shared.settings().password(password);
      if (maxClientMemoryBytes != null) {
        shared.clientMemory().maxBytes(maxClientMemoryBytes);
      }
      if (directory != null) {
        shared.settings().fsync(fsync().configName());
      }
    } finally {
      shared.keyspace().lock().unlock();
    }
  }

  private Fsync fsync() {
    return fsync == null ? Fsync.EVERYSEC : fsync;
  }

  private static byte[] password(Path file) throws IOException {
    // As the bytes that they are: a client's are compared with them.
    String line = PasswordFile.read(file, StandardCharsets.ISO_8859_1);
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
