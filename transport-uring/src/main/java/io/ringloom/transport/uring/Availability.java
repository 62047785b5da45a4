package io.ringloom.transport.uring;

import io.netty.channel.unix.Socket;
import io.netty.channel.uring.IoUring;
import io.netty.util.internal.PlatformDependent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out, once, whether this process may use io_uring, and why it may not. */
final class Availability {
  private static final Set<String> PROCESSORS = Set.of("amd64", "x86_64", "aarch64", "arm64");

  /** One class of each module that loads or calls native code. Naming them initialises none. */
  private static final List<Class<?>> NATIVE_CALLERS =
      List.of(PlatformDependent.class, Socket.class, IoUring.class, UringTransport.class);

  private static final Optional<String> CAUSE =
      Optional.ofNullable(
          findCause(
              System.getProperty("os.name", "an unknown system"),
              System.getProperty("os.arch", "an unknown processor")));

  private Availability() {}

  static Optional<String> cause() {
    return CAUSE;
  }

  private static @Nullable String findCause(String system, String processor) {
    String platform = platformCause(system, processor);
    if (platform != null) {
      return platform;
    }
    for (Class<?> caller : NATIVE_CALLERS) {
      if (!caller.getModule().isNativeAccessEnabled()) {
        return nativeAccessCause(caller.getModule());
      }
    }
    try {
      return IoUring.isAvailable()
          ? featureCause(IoUring.featureString(), System.getProperty("os.version", "unknown"))
          : describe(IoUring.unavailabilityCause());
    } catch (LinkageError e) {
      return describe(e);
    }
  }

  /** Returns why there can be no io_uring on a platform, or null. */
  static @Nullable String platformCause(String system, String processor) {
    if (!system.toLowerCase(Locale.ROOT).startsWith("linux")) {
      return "io_uring is a part of Linux, and this is " + system;
    }
    if (!PROCESSORS.contains(processor.toLowerCase(Locale.ROOT))) {
      return "its native library is made for x86-64 and aarch64, and this processor is "
          + processor;
    }
    return null;
  }

  /**
   * Returns what to tell a user whose JVM does not let a module call native code: it would do it
   * all the same today, with a warning of four lines, and will refuse it one day.
   */
  private static String nativeAccessCause(Module module) {
    return "native code may not be called (--enable-native-access="
        + (module.isNamed() ? module.getName() : "ALL-UNNAMED")
        + ")";
  }

  /**
   * Returns what io_uring lacks here, or null. It exists since Linux 5.1, but only since 6.0 may it
   * hold receives without holding a buffer for each, and accept on sockets that do not block. The
   * flag looked for came with that version, and is what distributions that bring newer features to
   * older kernels bring as well.
   */
  static @Nullable String featureCause(String features, String kernel) {
    return features.contains("SETUP_SINGLE_ISSUER_SUPPORTED=true")
        ? null
        : "the kernel is too old: io_uring is used from Linux 6.0 on, and this is " + kernel;
  }

  /** Returns what to tell a user of a failure that Netty has met. */
  static String describe(@Nullable Throwable failure) {
    Throwable root = failure;
    while (root != null && root.getCause() != null) {
      root = root.getCause();
    }
    String said = root == null ? "an unknown cause" : root.getMessage();
    String message = said == null ? String.valueOf(root) : said;
    if (message.contains("kernel version")) {
      return "the kernel is too old (" + message + ")";
    }
    if (message.contains("Operation not permitted") || message.contains("Permission denied")) {
      return "the system forbids it ("
          + message
          + "); look at the sysctl kernel.io_uring_disabled"
          + " and at the seccomp profile of the container";
    }
    if (message.contains("Function not implemented")) {
      return "the kernel has no io_uring, or a seccomp profile hides it (" + message + ")";
    }
    if (message.contains("memlock") || message.contains("Cannot allocate memory")) {
      return "the kernel gives it no memory (" + message + ")";
    }
    if (message.contains("Not all operations are supported")) {
      return "the kernel is too old: it lacks operations of io_uring (" + message + ")";
    }
    if (failure instanceof LinkageError || root instanceof LinkageError) {
      return "its native library could not be loaded ("
          + message
          + "); it comes with the jar netty-transport-native-io_uring for this processor";
    }
    return message;
  }
}
