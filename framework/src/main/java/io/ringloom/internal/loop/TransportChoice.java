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
  private static final String BEST = "the best one there is";

  /**
   * Returns the transports to try, best first: the next one is for the case that a loop cannot be
   * started with the one before.
   *
   * @param name {@code auto}, or the name of one
   * @param own the transport of that name, null if it is to be found by {@link ServiceLoader}
   * @throws IllegalArgumentException if there is none of that name
   * @throws IllegalStateException if it is not available, or none is
   */
  static List<TransportChoice> candidates(String name, @Nullable Transport own) {
    if (own != null) {
      return List.of(chooseNamed(List.of(own), name));
    }
    List<Transport> found = new ArrayList<>();
    ServiceLoader.load(Transport.class).forEach(found::add);
    if (found.isEmpty()) {
      // Where a container gives threads another class loader, the framework's own finds them.
      ServiceLoader.load(Transport.class, Transport.class.getClassLoader()).forEach(found::add);
    }
    found.sort(Comparator.comparingInt(Transport::rank));
    return name.equals(AUTO) ? chooseBest(found) : List.of(chooseNamed(found, name));
  }

  /** Returns this choice after another one has failed. */
  TransportChoice after(TransportChoice failed, String why) {
    String because = failed.transport.name() + " could not be started: " + why;
    return new TransportChoice(transport, reason.equals(BEST) ? because : because + "; " + reason);
  }

  private static List<TransportChoice> chooseBest(List<Transport> found) {
    List<TransportChoice> choices = new ArrayList<>();
    StringBuilder passedOver = new StringBuilder();
    for (Transport transport : found) {
      Optional<String> cause = transport.unavailabilityCause();
      if (cause.isEmpty()) {
        choices.add(
            new TransportChoice(transport, passedOver.isEmpty() ? BEST : passedOver.toString()));
      } else {
        passedOver
            .append(passedOver.isEmpty() ? "" : "; ")
            .append(transport.name())
            .append(" is not available: ")
            .append(cause.get());
      }
    }
    if (choices.isEmpty()) {
      throw new IllegalStateException(
          found.isEmpty()
              ? "There is no transport on the module path or class path; add ringloom-transport-nio."
              : "No transport is available here; " + passedOver + ".");
    }
    return choices;
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
