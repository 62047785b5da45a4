package io.ringloom.example.kv.command;

import io.ringloom.example.kv.client.Counters;
import io.ringloom.example.kv.client.SharedState;
import io.ringloom.example.kv.store.Keyspace;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The text of {@code INFO}: sections of lines with a name and a value. */
final class Info {
  private static final long MILLIS_PER_SECOND = 1000;
  private static final long SECONDS_PER_DAY = 86_400;
  private static final Set<String> ALL = Set.of("all", "everything", "default");

  private final SharedState shared;
  private final Map<String, Function<Info, Map<String, Object>>> sections = new LinkedHashMap<>();

  private Info(SharedState shared) {
    this.shared = shared;
    sections.put("Server", Info::server);
    sections.put("Clients", Info::clients);
    sections.put("Memory", Info::memory);
    sections.put("Persistence", Info::persistence);
    sections.put("Stats", Info::stats);
    sections.put("Replication", Info::replication);
    sections.put("Keyspace", Info::keyspace);
  }

  /** The sections that the call asks for, or all. */
  static String of(Call call) {
    Set<String> wanted = new LinkedHashSet<>();
    for (int i = 1; i < call.count(); i++) {
      wanted.add(Text.of(call.argument(i)).toLowerCase(Locale.ROOT));
    }
    boolean all = wanted.isEmpty() || wanted.stream().anyMatch(ALL::contains);
    StringBuilder text = new StringBuilder();
    Info info = new Info(call.shared());
    info.sections.forEach(
        (name, lines) -> {
          if (all || wanted.contains(name.toLowerCase(Locale.ROOT))) {
            text.append(text.isEmpty() ? "" : "\r\n").append("# ").append(name).append("\r\n");
            lines
                .apply(info)
                .forEach(
                    (line, value) -> text.append(line).append(':').append(value).append("\r\n"));
          }
        });
    return text.toString();
  }

  private Map<String, Object> server() {
    Map<String, Object> lines = new LinkedHashMap<>();
    long uptime = ManagementFactory.getRuntimeMXBean().getUptime() / MILLIS_PER_SECOND;
    lines.put("redis_version", ConnectionCommands.REDIS_VERSION);
    lines.put("redis_mode", "standalone");
    lines.put("server_name", "ringloom");
    lines.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    lines.put("java_version", Runtime.version());
    lines.put("process_id", ProcessHandle.current().pid());
    lines.put("uptime_in_seconds", uptime);
    lines.put("uptime_in_days", uptime / SECONDS_PER_DAY);
    return lines;
  }

  private Map<String, Object> clients() {
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("connected_clients", shared.clients().size());
    lines.put("blocked_clients", shared.blockedClients().count());
    lines.put(
        "pubsub_clients",
        shared.clients().stream().filter(client -> client.subscriptionCount() > 0).count());
    return lines;
  }

  private Map<String, Object> memory() {
    Map<String, Object> lines = new LinkedHashMap<>();
    Keyspace keyspace = shared.keyspace();
    long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    BiConsumer<String, Long> size =
        (name, bytes) -> {
          lines.put(name, bytes);
          lines.put(name + "_human", MemorySize.forPeople(bytes));
        };
    size.accept("used_memory", keyspace.usedBytes());
    size.accept("used_memory_heap", heap);
    size.accept("maxmemory", keyspace.maxMemoryBytes());
    size.accept("mem_clients", shared.clientMemory().usedBytes());
    size.accept("maxmemory_clients", shared.clientMemory().maxBytes());
    lines.put("maxmemory_policy", keyspace.evictionPolicy().configName());
    return lines;
  }

  private Map<String, Object> persistence() {
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("loading", 0);
    lines.put("aof_enabled", shared.settings().durable() ? 1 : 0);
    lines.put("aof_last_write_status", shared.journal().failure() == null ? "ok" : "err");
    return lines;
  }

  private Map<String, Object> stats() {
    Map<String, Object> lines = new LinkedHashMap<>();
    Counters counters = shared.counters();
    lines.put("total_connections_received", counters.connections());
    lines.put("total_commands_processed", counters.commands());
    lines.put("expired_keys", shared.keyspace().expiredKeys());
    lines.put("evicted_keys", shared.keyspace().evictedKeys());
    lines.put("pubsub_channels", shared.channels().names().size());
    lines.put("pubsub_patterns", shared.channels().patternCount());
    lines.put("client_output_buffer_limit_disconnections", counters.slowSubscribers());
    return lines;
  }

  private Map<String, Object> replication() {
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("role", "master");
    lines.put("connected_slaves", 0);
    return lines;
  }

  private Map<String, Object> keyspace() {
    Map<String, Object> lines = new LinkedHashMap<>();
    for (int i = 0; i < Keyspace.DATABASES; i++) {
      int keys = shared.keyspace().size(i);
      if (keys > 0) {
        int expiring = shared.keyspace().expiringSize(i);
        lines.put("db" + i, "keys=" + keys + ",expires=" + expiring + ",avg_ttl=0");
      }
    }
    return lines;
  }
}
