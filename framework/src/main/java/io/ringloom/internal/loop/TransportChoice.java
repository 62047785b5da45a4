package io.ringloom.internal.loop;

import io.ringloom.spi.Transport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * A transport and why it was taken.
 *
 * @param transport the transport
 * @param reason why, as a part of a sentence
 */
record TransportChoice(Transport transport, String reason) {
  static final String AUTO = "auto";

  /**
   * Chooses among all transports that {@link ServiceLoader} finds.
   *
   * @param name {@code auto}, or the name of one
   * @throws IllegalArgumentException if there is none of that name
   * @throws IllegalStateException if it is not available, or none is
   */
  static TransportChoice choose(String name) {
    List<Transport> found = new ArrayList<>();
    ServiceLoader.load(Transport.class).forEach(found::add);
    if (found.isEmpty()) {
      // Where a container gives threads another class loader, the framework's own finds them.
      ServiceLoader.load(Transport.class, Transport.class.getClassLoader()).forEach(found::add);
    }
    found.sort(Comparator.comparingInt(Transport::rank));
    return name.equals(AUTO) ? chooseBest(found) : chooseNamed(found, name);
  }

  private static TransportChoice chooseBest(List<Transport> found) {
    StringBuilder passedOver = new StringBuilder();
    for (Transport transport : found) {
      Optional<String> cause = transport.unavailabilityCause();
      if (cause.isEmpty()) {
        return new TransportChoice(
            transport, passedOver.isEmpty() ? "the best one there is" : passedOver.toString());
      }
      passedOver
          .append(passedOver.isEmpty() ? "" : "; ")
          .append(transport.name())
          .append(" is not available: ")
          .append(cause.get());
    }
    throw new IllegalStateException(
        found.isEmpty()
            ? "There is no transport on the module path or class path; add ringloom-transport-nio."
            : "No transport is available here; " + passedOver + ".");
  }

  private static TransportChoice chooseNamed(List<Transport> found, String name) {
    @Nullable Transport named = null;
    List<String> names = new ArrayList<>(List.of(AUTO));
    for (Transport transport : found) {
      names.add(transport.name());
      if (transport.name().equals(name)) {
        named = transport;
      }
    }
    if (named == null) {
      throw new IllegalArgumentException(
          "transport is " + name + ", but must be one of " + String.join(", ", names) + ".");
    }
    Optional<String> cause = named.unavailabilityCause();
    if (cause.isPresent()) {
      throw new IllegalStateException(
          "The transport " + name + " is not available here: " + cause.get() + ".");
    }
    return new TransportChoice(named, "asked for");
  }
}
