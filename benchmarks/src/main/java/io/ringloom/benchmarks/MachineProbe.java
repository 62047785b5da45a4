package io.ringloom.benchmarks;

import io.netty.handler.ssl.OpenSsl;
import io.netty.util.Version;
import io.ringloom.benchmarks.result.Machine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.conscrypt.Conscrypt;

/** Finds out what this machine is, and what is installed on it. */
final class MachineProbe {
  private static final String UNKNOWN = "unknown";

  private MachineProbe() {}

  static Machine probe() throws IOException {
    Map<String, String> versions = new TreeMap<>();
    versions.put("Netty", netty());
    versions.put("tcnative", tcnative());
    Conscrypt.Version conscrypt = Conscrypt.version();
    versions.put(
        "Conscrypt", conscrypt.major() + "." + conscrypt.minor() + "." + conscrypt.patch());
    versions.put("redis-server", redis());
    return new Machine(
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        find("/proc/cpuinfo", "model name\\s*:\\s*(.*)"),
        Runtime.getRuntime().availableProcessors(),
        memory(find("/proc/meminfo", "MemTotal:\\s*(\\d+) kB")),
        System.getProperty("java.vendor.version") + " (" + Runtime.version() + ")",
        versions);
  }

  private static String netty() {
    Version version = Version.identify().get("netty-common");
    return version == null ? UNKNOWN : version.artifactVersion();
  }

  private static String tcnative() throws IOException {
    String file = "META-INF/maven/io.netty/netty-tcnative-boringssl-static/pom.properties";
    Properties properties = new Properties();
    try (InputStream in = OpenSsl.class.getClassLoader().getResourceAsStream(file)) {
      if (in != null) {
        properties.load(in);
      }
    }
    return properties.getProperty("version", UNKNOWN) + " (" + OpenSsl.versionString() + ")";
  }

  private static String redis() {
    try {
      Process process = new ProcessBuilder("redis-server", "--version").start();
      try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
        Matcher version = Pattern.compile("v=(\\S+)").matcher(String.valueOf(out.readLine()));
        return version.find() ? version.group(1) : UNKNOWN;
      }
    } catch (IOException e) {
      return "not installed";
    }
  }

  private static String find(String file, String pattern) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(Path.of(file)));
    return matcher.find() ? matcher.group(1).trim() : UNKNOWN;
  }

  private static String memory(String kib) {
    return kib.equals(UNKNOWN)
        ? UNKNOWN
        : "%.1f GiB".formatted(Long.parseLong(kib) / 1024.0 / 1024.0);
  }
}
