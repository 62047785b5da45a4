package io.ringloom.example.kv.peer;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carries out a script on Redis and on our server, and compares what they say.
 *
 * <p>For one thread at a time.
 */
final class Performance implements AutoCloseable {
  private static final Set<String> WAITING =
      Set.of("blpop", "brpop", "blmove", "brpoplpush", "blmpop");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final TestServer redis;
  private final TestServer ours;
  private final List<Lane> lanes = new ArrayList<>();
  private final Lane control;

  /** The lanes that wait for a key, and for what. Belongs to the thread of the test. */
  private final Map<Lane, List<String>> waiting = new LinkedHashMap<>();

  /** Belongs to the thread of the test. */
  private int markers;

  Performance(TestServer redis, TestServer ours) throws IOException {
    this.redis = redis;
    this.ours = ours;
    control = new Lane(redis, ours);
  }

  /** Carries out a script in empty databases, to the end or to the first difference. */
  void run(Script script) throws IOException {
    exchange(control, List.of("FLUSHALL"));
    for (Script.Beginning beginning : script.connections()) {
      begin(beginning);
    }
    for (Script.Step step : script.steps()) {
      Lane lane = lanes.get(step.connection());
      if (!waiting.containsKey(lane) && !(lane.inTransaction && isLeftOut(step.request()))) {
        try {
          perform(lane, step);
          serveWaiting();
        } catch (IOException e) {
          throw new IOException("Redis is lost at " + step + " of\n" + script, e);
        }
      }
    }
    end();
  }

  private void begin(Script.Beginning beginning) throws IOException {
    Lane lane = new Lane(redis, ours);
    lanes.add(lane);
    lane.redisId = number(lane.redis.call("CLIENT", "ID"));
    lane.oursId = number(lane.ours.call("CLIENT", "ID"));
    lane.subscribes = beginning.subscribes();
    if (beginning.protocol() > 0) {
      exchange(lane, List.of("HELLO", Integer.toString(beginning.protocol())));
    }
  }

  /** Replies in a transaction are compared byte by byte. */
  private static boolean isLeftOut(List<String> request) {
    return Replies.areInexact(request);
  }

  private void perform(Lane lane, Script.Step step) throws IOException {
    List<String> request = step.request();
    String name = Replies.name(request);
    if (lane.inTransaction) {
      // Wrong arguments make EXEC give up the transaction, but DISCARD keep it.
      if (name.equals("exec") || (name.equals("discard") && request.size() == 1)) {
        lane.inTransaction = false;
      }
      exchange(lane, request);
    } else if (name.equals("multi") && request.size() == 1) {
      lane.inTransaction = true;
      exchange(lane, request);
    } else if (WAITING.contains(name) && !timesOut(request)) {
      performWaiting(lane, request);
    } else if (lane.subscribes || (step.pipelined() && !Replies.areInexact(request))) {
      exchangeUpToMarker(lane, request);
    } else {
      exchange(lane, request);
    }
  }

  /** Whether it waits for a short time only, or does not even begin to. */
  private static boolean timesOut(List<String> request) {
    boolean first = Replies.name(request).equals("blmpop");
    String timeout = request.get(first ? Math.min(1, request.size() - 1) : request.size() - 1);
    return timeout.equals("0.02");
  }

  /** Each request has one reply. */
  private void exchange(Lane lane, List<String> request) throws IOException {
    lane.send(request);
    compareReplies(lane, request);
  }

  private void compareReplies(Lane lane, List<String> request) throws IOException {
    String expected = lane.redis.reply();
    compare(request, expected, replyOfOurs(lane, request, expected));
  }

  private static String replyOfOurs(Lane lane, List<String> request, String expected) {
    try {
      return lane.ours.reply();
    } catch (IOException e) {
      throw new Difference(request, expected, e);
    }
  }

  /**
   * Has another request follow at once, whose reply tells that all replies and messages before it
   * were read.
   */
  private void exchangeUpToMarker(Lane lane, List<String> request) throws IOException {
    String marker = "~" + markers++ + "~";
    lane.send(RespPeer.request(request) + RespPeer.request(List.of("PING", marker)));
    StringBuilder expected = new StringBuilder();
    do {
      expected.append(lane.redis.reply());
    } while (!endsWith(expected, marker));
    StringBuilder actual = new StringBuilder();
    do {
      actual.append(replyOfOurs(lane, request, expected.toString()));
    } while (!endsWith(actual, marker));
    compare(request, expected.toString(), actual.toString());
  }

  private static boolean endsWith(StringBuilder replies, String marker) {
    String end = marker + "\r\n";
    return replies.length() >= end.length()
        && replies.substring(replies.length() - end.length()).equals(end);
  }

  /** Gives a request that has its reply at once or when another client has done something. */
  private void performWaiting(Lane lane, List<String> request) throws IOException {
    lane.send(request);
    int count = waiting.size() + 1;
    until(() -> lane.redis.hasBytes() || Lane.waitingClients(control.redis) == count, request);
    if (lane.redis.hasBytes()) {
      compareReplies(lane, request);
      return;
    }
    until(() -> lane.ours.hasBytes() || Lane.waitingClients(control.ours) == count, request);
    if (lane.ours.hasBytes()) {
      throw new Difference(request, "(waits)", lane.ours.reply());
    }
    waiting.put(lane, request);
  }

  /** Reads the replies of those that wait no more. */
  private void serveWaiting() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    int left = Lane.waitingClients(control.redis);
    while (waiting.size() > left) {
      Lane served = awaitServed();
      List<String> request = waiting.remove(served);
      compareReplies(served, request == null ? List.of("?") : request);
    }
    until(() -> Lane.waitingClients(control.ours) == left, List.of("INFO", "clients"));
  }

  private Lane awaitServed() {
    Lane[] found = new Lane[1];
    until(
        () -> {
          for (Lane lane : waiting.keySet()) {
            if (lane.redis.hasBytes()) {
              found[0] = lane;
              return true;
            }
          }
          return false;
        },
        List.of("(a client that waited)"));
    return found[0];
  }

  private static void until(Condition condition, List<String> request) {
    try {
      await()
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(1))
          .atMost(PATIENCE)
          .until(condition::holds);
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new Difference(request, "(what it does)", e);
    }
  }

  /** Leaves no client behind that waits, watches or has subscribed. */
  private void end() throws IOException {
    while (!waiting.isEmpty()) {
      Lane lane = waiting.keySet().iterator().next();
      List<String> request = waiting.remove(lane);
      String how = waiting.size() % 2 == 0 ? "TIMEOUT" : "ERROR";
      String expected = control.redis.call("CLIENT", "UNBLOCK", lane.redisId, how);
      String actual = control.ours.call("CLIENT", "UNBLOCK", lane.oursId, how);
      compare(List.of("CLIENT", "UNBLOCK", "(id)", how), expected, actual);
      compareReplies(lane, request == null ? List.of("?") : request);
    }
    for (Lane lane : lanes) {
      if (lane.subscribes) {
        exchangeUpToMarker(lane, List.of("PING"));
      }
      exchange(lane, List.of("RESET"));
    }
  }

  private static void compare(List<String> request, String expected, String actual) {
    if (!Replies.areEqual(request, expected, actual)) {
      throw new Difference(request, expected, actual);
    }
  }

  private static String number(String reply) {
    return reply.strip().substring(1);
  }

  @Override
  public void close() throws IOException {
    for (Lane lane : lanes) {
      lane.close();
    }
    control.close();
  }

  /** Something that becomes true. */
  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }
}
