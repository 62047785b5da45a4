package io.ringloom.example.kv.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which keys go when memory is short. */
public enum EvictionPolicy {
  /** None: commands that need memory fail. */
  NOEVICTION(Order.NONE, false),
  ALLKEYS_LRU(Order.LEAST_RECENTLY_USED, false),
  VOLATILE_LRU(Order.LEAST_RECENTLY_USED, true),
  ALLKEYS_RANDOM(Order.RANDOM, false),
  VOLATILE_RANDOM(Order.RANDOM, true),
  VOLATILE_TTL(Order.SOONEST_EXPIRY, true);

  enum Order {
    NONE,
    RANDOM,
    LEAST_RECENTLY_USED,
    SOONEST_EXPIRY
  }

  final Order order;

  /** Whether only keys go that expire some time. */
  final boolean onlyExpiring;

  EvictionPolicy(Order order, boolean onlyExpiring) {
    this.order = order;
    this.onlyExpiring = onlyExpiring;
  }

  /** The name in configurations, like {@code allkeys-lru}. */
  public String configName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All names, with commas between them. */
  public static String configNames() {
    return Arrays.stream(values())
        .map(EvictionPolicy::configName)
        .collect(Collectors.joining(", "));
  }

  /** Null if no policy has this name; capitals do not matter. */
  public static @Nullable EvictionPolicy byConfigName(String name) {
    for (EvictionPolicy policy : values()) {
      if (policy.configName().equalsIgnoreCase(name)) {
        return policy;
      }
    }
    return null;
  }
}
