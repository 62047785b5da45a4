package io.ringloom.example.kv.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Requests of several connections in a given order.
 *
 * @param connections how each connection begins
 * @param steps what they ask for, one after the other
 */
record Script(List<Beginning> connections, List<Step> steps) {
  private static final int CONNECTIONS = 3;
  private static final int STEPS = 80;

  /**
   * How a connection begins.
   *
   * @param protocol which version it asks for, 0 if it does not ask
   * @param subscribes whether it subscribes to channels, which only some do since messages can then
   *     come at any time
   */
  record Beginning(int protocol, boolean subscribes) {}

  /**
   * One request.
   *
   * @param connection which connection gives it
   * @param request its arguments
   * @param pipelined whether another follows at once
   */
  record Step(int connection, List<String> request, boolean pipelined) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder().append(connection).append(':');
      request.forEach(word -> text.append(" \"").append(RespPeer.visible(word)).append('"'));
      return text.append(pipelined ? " (pipelined)" : "").toString();
    }
  }

  /** Makes a script, always the same one for a seed. */
  static Script random(long seed) {
    Choices any = new Choices(new Random(seed));
    RandomRequests requests = new RandomRequests(any);
    List<Beginning> connections = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new Beginning(any.below(3) == 0 ? 0 : 2 + any.below(2), any.once(5)));
    }
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      int connection = any.below(CONNECTIONS);
      boolean subscribes = connections.get(connection).subscribes();
      steps.add(
          new Step(
              connection, subscribes ? requests.nextOfSubscriber() : requests.next(), any.once(4)));
    }
    return new Script(connections, steps);
  }

  /** Returns this script without some of its steps. */
  Script without(int from, int to) {
    List<Step> fewer = new ArrayList<>(steps.subList(0, from));
    fewer.addAll(steps.subList(to, steps.size()));
    return new Script(connections, fewer);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    connections.forEach(connection -> text.append(connection).append('\n'));
    steps.forEach(step -> text.append(step).append('\n'));
    return text.toString();
  }
}
