package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringloom.spi.StreamChannel;
import io.ringloom.transport.uring.FakeRing.Submission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Drives one channel through a sequence of steps, each of which it chooses among all that are
 * possible, and knows what the channel has to tell and to submit.
 *
 * <p>The kernel's steps complete a submission; what it says reaches the channel with the next turn,
 * so that several completions may come at once, and some when the channel has been closed
 * meanwhile.
 */
final class ChannelModel {
  static final int BUFFERS = 2;

  /** How much one receive in bulk may bring: more than what makes a peer one that sends much. */
  private static final int AT_ONCE = 2 * KernelRing.RECEIVE_LIMIT_BYTES;

  private static final int ENOENT = 2;
  private static final int EPIPE = 32;
  private static final int ECONNRESET = 104;
  private static final int SHORT = 1;
  private static final int LEFT = Operation.SOCKET_HAS_MORE;

  /** Something that can happen next. */
  private record Step(String name, Runnable action) {}

  /** What the owner does while it is told of something. */
  private enum Reaction {
    NONE,
    CLOSE,
    ABORT,
    TOGGLE
  }

  private final FakeLoop loop;
  private final FakeRing ring;
  private final TestChannel test;
  private final UringStreamChannel channel;
  private final RivalChannel rival;

  /** Returns a number below its argument. */
  private final IntUnaryOperator choices;

  /** Whether there are more kinds of the same step than one. */
  private final boolean varied;

  private final List<String> trace = new ArrayList<>();

  // What the owner knows.
  private boolean receivingWanted;
  private boolean inputEnded;
  private boolean broken;
  private boolean sending;
  private boolean blocked;
  private long givenBytes;
  private boolean closeCalled;
  private boolean turnIsDue;

  // What the kernel knows.
  private int submittedBytes;
  private int messages;

  /** How many completions the channel has not been told of. */
  private int queued;

  /** What the owner is to be told in the next turn. */
  private final List<String> expected = new ArrayList<>();

  /** The last submission before the close. */
  private long lastBeforeClose;

  ChannelModel(FakeLoop loop, SocketPairs pairs, IntUnaryOperator choices, boolean varied)
      throws IOException {
    this.loop = loop;
    this.ring = loop.ring();
    this.test = TestChannel.open(loop, pairs, AT_ONCE);
    this.channel = test.channel();
    this.rival = new RivalChannel(loop, pairs);
    this.choices = choices;
    this.varied = varied;
  }

  /** Takes as many steps, and then those that end it. */
  void run(int steps) {
    try {
      for (int i = 0; i < steps && !isClosed(); i++) {
        List<Step> possible = possibleSteps();
        take(possible.get(choices.applyAsInt(possible.size())));
      }
      end();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("after " + trace + ": " + e.getMessage(), e);
    }
  }

  private void end() {
    take(new Step("turn", () -> turn(Reaction.NONE)));
    rival.findNothing();
    take(new Step("turn", () -> turn(Reaction.NONE)));
    if (!closeCalled && receivingWanted && !inputEnded && !broken) {
      assertThat(ring.find(channel, Operation.RECV)).as("a receive in flight").isNotNull();
    }
    if (!closeCalled) {
      take(new Step("close", this::close));
    }
    for (int i = 0; i < 2 && !isClosed(); i++) {
      for (Submission left : ring.inFlight(channel)) {
        int result = left.operation() == Operation.ASYNC_CANCEL ? 0 : -Errno.ECANCELED;
        take(new Step("cancelled", () -> complete(left, result)));
      }
      take(new Step("turn", () -> turn(Reaction.NONE)));
    }
    assertThat(isClosed()).as("closed").isTrue();
    rival.end();
    take(new Step("turn", () -> turn(Reaction.NONE)));
    assertThat(ring.kernelBuffers().cardinality()).as("buffers").isEqualTo(BUFFERS);
  }

  private void take(Step step) {
    trace.add(step.name);
    step.action.run();
    check();
  }

  // ---- What can happen -------------------------------------------------------------------------

  private List<Step> possibleSteps() {
    List<Step> steps = new ArrayList<>();
    if (!closeCalled) {
      addOwnersSteps(steps);
    }
    for (Submission submission : ring.inFlight(channel)) {
      addKernelsSteps(steps, submission);
    }
    if (varied) {
      addRivalsSteps(steps);
    }
    if (turnIsDue || steps.isEmpty()) {
      addTurns(steps);
    }
    return steps;
  }

  private void addOwnersSteps(List<Step> steps) {
    if (!broken) {
      steps.add(new Step(receivingWanted ? "stop" : "start", this::toggle));
      if (!sending && !blocked) {
        steps.add(new Step("send", () -> send(3, 3, direct(3))));
        if (varied) {
          steps.add(new Step("send of two", () -> send(5, 5, direct(3), direct(2))));
          steps.add(new Step("send of a part", () -> send(5, 3, direct(3), heap(2))));
          steps.add(new Step("send of the heap", () -> send(3, 3, heap(3))));
        }
      }
    }
    steps.add(new Step("close", this::close));
    if (varied) {
      steps.add(new Step("abort", this::abort));
    }
  }

  private void addKernelsSteps(List<Step> steps, Submission submission) {
    switch (submission.operation()) {
      case Operation.RECV -> addReceives(steps, submission);
      case Operation.SEND, Operation.SENDMSG -> addSends(steps, submission);
      case Operation.POLL_ADD -> {
        steps.add(step("writable", submission, Operation.POLLOUT, "sendReady"));
        if (closeCalled) {
          steps.add(step("wait cancelled", submission, -Errno.ECANCELED));
        }
      }
      default -> {
        steps.add(step("cancel done", submission, 0));
        if (varied) {
          steps.add(step("cancel in vain", submission, -ENOENT));
        }
      }
    }
  }

  private void addReceives(List<Step> steps, Submission receive) {
    if (isBulk(receive)) {
      steps.add(new Step("bulk", () -> bulk(receive, SHORT)));
      steps.add(new Step("full bulk", () -> bulk(receive, receive.length())));
      if (varied) {
        steps.add(new Step("much in bulk", () -> bulk(receive, receive.length() / 2)));
      }
    } else if (!ring.kernelBuffers().isEmpty()) {
      steps.add(new Step("data", () -> data(receive, 0)));
      steps.add(new Step("data, and some is left", () -> data(receive, LEFT)));
      if (receive.isMultishot()) {
        steps.add(new Step("data and more", () -> data(receive, Operation.HAS_MORE)));
      }
    }
    if (receive.isMultishot()) {
      steps.add(step("receive invalid", receive, -Errno.EINVAL));
    }
    steps.add(step("end of stream", receive, 0, "endOfStream"));
    steps.add(step("reset", receive, -ECONNRESET, "failed Connection reset by peer"));
    steps.add(step("receive cancelled", receive, -Errno.ECANCELED));
    steps.add(step("no buffers", receive, -Errno.ENOBUFS));
    steps.add(step("receive again", receive, -Errno.EAGAIN));
  }

  private void addRivalsSteps(List<Step> steps) {
    Submission small = rival.small();
    if (small != null && !ring.kernelBuffers().isEmpty()) {
      steps.add(new Step("rival is sent much", () -> sendRival(small)));
    }
    Submission bulk = rival.bulk();
    if (bulk != null) {
      steps.add(new Step("rival has all", () -> sendRivalInBulk(bulk, SHORT)));
      steps.add(new Step("rival goes on", () -> sendRivalInBulk(bulk, bulk.length())));
    }
  }

  private void addSends(List<Step> steps, Submission send) {
    int full = submittedBytes;
    if (full < givenBytes) {
      steps.add(step("sent that part", send, full, "sent " + full, "sendReady"));
    } else {
      steps.add(step("sent", send, full, "sent " + full));
    }
    steps.add(step("sent short", send, SHORT, "sent " + SHORT));
    steps.add(step("send again", send, -Errno.EAGAIN, "sent 0"));
    steps.add(step("send broken", send, -EPIPE, "failed Broken pipe"));
    if (varied) {
      steps.add(step("send cancelled", send, -Errno.ECANCELED, "failed Operation canceled"));
    }
  }

  private void addTurns(List<Step> steps) {
    steps.add(new Step("turn", () -> turn(Reaction.NONE)));
    if (!closeCalled && !expected.isEmpty()) {
      steps.add(new Step("turn that closes", () -> turn(Reaction.CLOSE)));
      if (varied) {
        steps.add(new Step("turn that aborts", () -> turn(Reaction.ABORT)));
        steps.add(new Step("turn that starts or stops", () -> turn(Reaction.TOGGLE)));
      }
    }
  }

  private Step step(String name, Submission submission, int result, String... events) {
    return new Step(
        name,
        () -> {
          complete(submission, result);
          expected.addAll(List.of(events));
        });
  }

  // ---- Steps of the owner ----------------------------------------------------------------------

  private void toggle() {
    turnIsDue = true;
    receivingWanted = !receivingWanted;
    if (receivingWanted) {
      channel.startReceiving();
    } else {
      channel.stopReceiving();
    }
  }

  private void send(int given, int submitted, ByteBuffer... buffers) {
    givenBytes = given;
    submittedBytes = submitted;
    sending = true;
    assertThat(channel.send(buffers, buffers.length)).isEqualTo(StreamChannel.IN_FLIGHT);
  }

  private void close() {
    noteClose();
    channel.close();
  }

  private void abort() {
    noteClose();
    channel.abort();
  }

  private void noteClose() {
    closeCalled = true;
    List<Submission> all = ring.submissions();
    lastBeforeClose = all.isEmpty() ? 0 : all.get(all.size() - 1).id();
  }

  // ---- Steps of the kernel and the loop --------------------------------------------------------

  private void complete(Submission submission, int result) {
    ring.complete(submission, result, FakeLoop.NO_MORE);
    queued++;
    turnIsDue = true;
  }

  private void sendRival(Submission receive) {
    ring.receive(receive, new byte[] {'r'}, LEFT);
    turnIsDue = true;
  }

  private void sendRivalInBulk(Submission receive, int bytes) {
    ring.receiveAtOnce(receive, bytes, (byte) 'r');
    turnIsDue = true;
  }

  private void bulk(Submission receive, int bytes) {
    byte[] data = new byte[bytes];
    Arrays.fill(data, (byte) ('a' + messages++ % 26));
    ring.receiveAtOnce(receive, bytes, data[0]);
    queued++;
    turnIsDue = true;
    expected.add("received " + RecordedEvents.describe(data));
  }

  private void data(Submission receive, int flags) {
    String text = "message " + messages++;
    ring.receive(receive, text.getBytes(ISO_8859_1), flags);
    queued++;
    turnIsDue = true;
    expected.add("received " + text);
  }

  private void turn(Reaction reaction) {
    int before = test.log().size();
    boolean wasClosed = isClosed();
    List<String> told = new ArrayList<>(closeCalled ? List.of() : expected);
    if (reaction != Reaction.NONE) {
      String event = told.get(choices.applyAsInt(told.size()));
      trace.add("at " + event);
      test.events().when(event, () -> react(reaction));
      if (reaction != Reaction.TOGGLE) {
        told.subList(told.indexOf(event) + 1, told.size()).clear();
      }
    }
    expected.clear();
    queued = 0;
    turnIsDue = false;
    loop.turn();

    if (closeCalled && !wasClosed && ring.inFlight(channel).isEmpty()) {
      told.add("closed");
    }
    List<String> log = test.log();
    assertThat(log.subList(before, log.size())).as("what the owner is told").isEqualTo(told);
    told.forEach(this::learn);
  }

  private void react(Reaction reaction) {
    switch (reaction) {
      case CLOSE -> close();
      case ABORT -> abort();
      case TOGGLE -> toggle();
      case NONE -> throw new IllegalArgumentException();
    }
  }

  private void learn(String event) {
    if (event.startsWith("sent ")) {
      sending = false;
      blocked = Integer.parseInt(event.substring("sent ".length())) < givenBytes;
    } else if (event.equals("sendReady")) {
      blocked = false;
    } else if (event.equals("endOfStream")) {
      inputEnded = true;
    } else if (event.startsWith("failed ")) {
      broken = true;
    }
    turnIsDue = true;
  }

  // ---- What must always hold -------------------------------------------------------------------

  private void check() {
    List<Submission> inFlight = ring.inFlight(channel);
    long sends = count(inFlight, Operation.SEND) + count(inFlight, Operation.SENDMSG);
    long waits = count(inFlight, Operation.POLL_ADD);
    assertThat(count(inFlight, Operation.RECV)).as("receives in flight").isLessThanOrEqualTo(1);
    assertThat(sends + waits).as("sends and waits in flight").isLessThanOrEqualTo(1);
    if (blocked && !closeCalled && queued == 0) {
      assertThat(waits).as("waits of a send that was cut short").isEqualTo(1);
    }
    checkCancellations();
    assertThat(rival.bulk() != null && inFlight.stream().anyMatch(ChannelModel::isBulk))
        .as("two receives in bulk in flight")
        .isFalse();

    boolean closed = closeCalled && inFlight.isEmpty() && queued == 0;
    assertThat(isClosed()).as("told that it is closed").isEqualTo(closed);
    assertThat(test.log().stream().filter("closed"::equals).count()).isLessThanOrEqualTo(1);
    assertThat(test.isOpen()).as("descriptor open").isEqualTo(!closed);
    assertThat(loop.resources().openHandles()).isEqualTo(rival.openHandles() + (closed ? 0 : 1));
  }

  private void checkCancellations() {
    List<Long> cancelled = new ArrayList<>();
    for (Submission submission : ring.submissions()) {
      if (!submission.handle().equals(channel)) {
        continue;
      }
      if (submission.operation() == Operation.ASYNC_CANCEL) {
        cancelled.add(submission.address());
      } else if (closeCalled) {
        assertThat(submission.id())
            .as("%s submitted after the close", submission)
            .isLessThanOrEqualTo(lastBeforeClose);
      }
    }
    assertThat(cancelled).as("cancelled").doesNotHaveDuplicates().doesNotContain(0L);
    for (Submission left : ring.inFlight(channel)) {
      if (closeCalled
          && (left.operation() == Operation.RECV || left.operation() == Operation.POLL_ADD)) {
        assertThat(cancelled).as("cancelled by the close").contains(left.id());
      }
    }
  }

  private static boolean isBulk(Submission receive) {
    return receive.operation() == Operation.RECV && receive.address() != 0;
  }

  private static long count(List<Submission> submissions, byte operation) {
    return submissions.stream().filter(s -> s.operation() == operation).count();
  }

  private boolean isClosed() {
    List<String> log = test.log();
    return !log.isEmpty() && log.get(log.size() - 1).equals("closed");
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes);
  }

  private static ByteBuffer heap(int bytes) {
    return ByteBuffer.allocate(bytes);
  }
}
