package io.ringloom.testkit.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The test's end of a pipe. Any thread; everything is guarded by this object.
 *
 * <p>What it does reaches the loop in the loop's next poll, in the order in which it was done.
 */
public final class MemoryPeer {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

  private final SocketAddress address;
  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private @Nullable MemoryDriver driver;
  private @Nullable MemoryChannel channel;
  private SendMode sendMode = SendMode.SYNCHRONOUS;
  private int zeroCopyThresholdBytes = Integer.MAX_VALUE;
  private long window = Long.MAX_VALUE;
  private boolean cutShort;
  private boolean sendInFlight;
  private @Nullable IOException sendFailure;
  private boolean receiving;
  private boolean closeHeld;
  private boolean outputShut;
  private boolean closing;
  private boolean aborted;
  private boolean closed;

  MemoryPeer(SocketAddress address) {
    this.address = address;
  }

  /** Connects to a server that listens in memory. */
  public static MemoryPeer connect(SocketAddress server) {
    return connect(server, peer -> {});
  }

  /** Connects to a server, after the pipe was set up as the test wants it. */
  public static MemoryPeer connect(SocketAddress server, Consumer<MemoryPeer> setUp) {
    MemoryPeer peer = new MemoryPeer(MemoryAddress.unique());
    setUp.accept(peer);
    MemoryListener.at(server).arrive(peer);
    return peer;
  }

  /** Makes a server's accepting fail once. */
  public static void failAccept(SocketAddress server, IOException cause) {
    MemoryListener.at(server).failAccept(cause);
  }

  // ---- What the peer does ----------------------------------------------------------------------

  /** Sends bytes, which wait where the loop does not receive. */
  public void send(byte[] bytes) {
    arrive(Arrival.of(bytes.clone()));
  }

  /** Sends characters, each as one byte. */
  public void send(String text) {
    send(text.getBytes(ISO_8859_1));
  }

  /** Ends its stream. */
  public void endStream() {
    arrive(Arrival.end());
  }

  /** Resets the connection, behind what it has sent. */
  public void reset() {
    arrive(Arrival.failed(new SocketException("Connection reset by peer")));
  }

  /** Does several things so that the loop sees them all in the same poll. */
  public synchronized void atOnce(Consumer<MemoryPeer> acts) {
    acts.accept(this);
  }

  /** Bytes arrive whose receipt had begun before the loop paused or closed. */
  public void sendLate(byte[] bytes) {
    arriveLate(Arrival.of(bytes.clone()));
  }

  /** The end of the stream arrives although the loop has paused or closed. */
  public void endStreamLate() {
    arriveLate(Arrival.end());
  }

  /** A failure arrives although the loop has paused or closed. */
  public void failLate(IOException cause) {
    arriveLate(Arrival.failed(cause));
  }

  /** Makes the next send throw. */
  public synchronized void failNextSend(IOException cause) {
    sendFailure = cause;
  }

  /** Says how sends end from now on. */
  public synchronized void sendMode(SendMode mode) {
    sendMode = mode;
  }

  /** Says from how many bytes on a send uses the writer's memory until {@link #release()}. */
  public synchronized void zeroCopyFrom(int bytes) {
    zeroCopyThresholdBytes = bytes;
  }

  synchronized int zeroCopyThresholdBytes() {
    return zeroCopyThresholdBytes;
  }

  /** Lets go of the memory of a send that has ended. */
  public void release() {
    onLoop(MemoryChannel::release);
  }

  /** Says how many more bytes synchronous sends take. */
  public synchronized void window(long bytes) {
    window = bytes;
    if (cutShort && bytes > 0) {
      cutShort = false;
      onLoop(MemoryChannel::sendReady);
    }
  }

  /** Ends the send in flight, if there is one, after at most so many of its bytes. */
  public void endSend(long mostBytes) {
    onLoop(open -> open.endSend(mostBytes));
  }

  /** Holds the last completion back, after the loop has closed the channel. */
  public synchronized void holdClose() {
    closeHeld = true;
  }

  /** Lets the last completion come. */
  public synchronized void letClose() {
    closeHeld = false;
    onLoop(MemoryChannel::sayClosed);
  }

  // ---- What the peer sees ----------------------------------------------------------------------

  /** Returns the name of this end. */
  public SocketAddress address() {
    return address;
  }

  /** Returns all bytes that were sent to this peer. */
  public synchronized byte[] taken() {
    return taken.toByteArray();
  }

  /** Waits until so many bytes were sent to this peer in all, and returns them. */
  public byte[] awaitTaken(int count) throws InterruptedException {
    await(() -> taken.size() >= count, count + " bytes");
    return taken();
  }

  /** Waits until exactly this text was sent to this peer in all. */
  public void awaitText(String text) throws InterruptedException {
    await(() -> taken.toString(ISO_8859_1).equals(text), "the text " + text);
  }

  /** Waits until a send is in flight. */
  public void awaitSendInFlight() throws InterruptedException {
    await(() -> sendInFlight, "a send in flight");
  }

  /** Waits until a synchronous send was cut short by the window. */
  public void awaitSendCutShort() throws InterruptedException {
    await(() -> cutShort, "a send that was cut short");
  }

  /** Waits until the loop receives or does not. */
  public void awaitReceiving(boolean expected) throws InterruptedException {
    await(() -> receiving == expected, expected ? "receiving" : "a pause");
  }

  /** Waits for the end of the loop's stream. */
  public void awaitOutputShut() throws InterruptedException {
    await(() -> outputShut, "the end of the stream");
  }

  /** Waits until the loop has closed or aborted the channel. */
  public void awaitClosing() throws InterruptedException {
    await(() -> closing, "the close");
  }

  /** Waits until nothing of the channel is left. */
  public void awaitClosed() throws InterruptedException {
    await(() -> closed, "the last completion");
  }

  /** Returns whether the loop reset the connection. */
  public synchronized boolean isAborted() {
    return aborted;
  }

  /** Returns whether the loop has closed or aborted the channel. */
  public synchronized boolean isClosing() {
    return closing;
  }

  private synchronized void await(BooleanSupplier condition, String what)
      throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError(
            "Waited in vain for "
                + what
                + "; "
                + taken.size()
                + " bytes were taken: "
                + taken.toString(ISO_8859_1).substring(0, Math.min(80, taken.size())));
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  // ---- What the loop's end calls ---------------------------------------------------------------

  synchronized void adoptedBy(MemoryDriver newDriver, MemoryChannel newChannel) {
    driver = newDriver;
    channel = newChannel;
  }

  /** Returns the next thing to tell, at most so many bytes of it; null if there is none. */
  synchronized @Nullable Arrival nextArrival(int mostBytes) {
    Arrival arrival = arrivals.poll();
    if (arrival != null && arrival.length() > mostBytes) {
      arrivals.addFirst(arrival.without(mostBytes));
      return arrival.first(mostBytes);
    }
    return arrival;
  }

  synchronized SendMode sendMode() {
    return sendMode;
  }

  synchronized @Nullable IOException takeSendFailure() {
    IOException failure = sendFailure;
    sendFailure = null;
    return failure;
  }

  /** Takes bytes within the window. */
  synchronized int take(ByteBuffer bytes, int most) {
    int count = takeAnyway(bytes, (int) Math.min(window, most));
    if (window != Long.MAX_VALUE) {
      window -= count;
    }
    return count;
  }

  /** Takes bytes. */
  synchronized int takeAnyway(ByteBuffer bytes, int most) {
    byte[] copy = new byte[Math.min(most, bytes.remaining())];
    bytes.get(copy);
    taken.writeBytes(copy);
    notifyAll();
    return copy.length;
  }

  synchronized void sendWasCutShort() {
    if (window > 0) {
      onLoop(MemoryChannel::sendReady); // the test has opened it since
      return;
    }
    cutShort = true;
    notifyAll();
  }

  synchronized void sendBegan() {
    sendInFlight = true;
    notifyAll();
  }

  synchronized void sendEnded() {
    sendInFlight = false;
    notifyAll();
  }

  synchronized void receivingIs(boolean now) {
    receiving = now;
    notifyAll();
  }

  synchronized void outputShut() {
    outputShut = true;
    notifyAll();
  }

  synchronized void closing(boolean abort) {
    closing = true;
    aborted = abort;
    notifyAll();
  }

  synchronized boolean isCloseHeld() {
    return closeHeld;
  }

  synchronized void channelClosed(boolean reset) {
    closing = true;
    closed = true;
    aborted |= reset;
    notifyAll();
  }

  private synchronized void arrive(Arrival arrival) {
    arrivals.add(arrival);
    onLoop(MemoryChannel::receiveQueued);
  }

  private void arriveLate(Arrival arrival) {
    onLoop(open -> open.deliver(arrival));
  }

  private synchronized void onLoop(Consumer<MemoryChannel> step) {
    MemoryDriver adopter = driver;
    MemoryChannel open = channel;
    if (adopter != null && open != null) {
      adopter.post(() -> step.accept(open));
    }
  }
}
