package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ring whose completions a test makes up: it writes down every submission, and says of each what
 * the test wants, when the test wants it. It fails the test that asks of it what a kernel cannot
 * do, and whoever submits what the kernel must not be asked for.
 */
final class FakeRing implements Ring {
  static {
    Availability.cause(); // loads the native library that sockets need
  }

  private final List<Submission> submissions = new ArrayList<>();
  private final BitSet kernelBuffers = new BitSet();
  private long buffersAddress;
  private int bufferBytes;
  private boolean multishot = true;
  private long lastId;

  /** One submission, and whether it has completed for the last time. */
  static final class Submission {
    private final long id;
    private final byte operation;
    private final Registration registration;
    private final int fd;

    /** Where its memory lies; or which submission it cancels or changes. */
    private final long address;

    private final int length;
    private final int bufferId;
    private final boolean multishot;
    private boolean ended;

    private Submission(
        long id,
        byte operation,
        IoRegistration registration,
        int fd,
        long address,
        int length,
        int bufferId,
        boolean multishot) {
      this.id = id;
      this.operation = operation;
      this.registration = (Registration) registration;
      this.fd = fd;
      this.address = address;
      this.length = length;
      this.bufferId = bufferId;
      this.multishot = multishot;
    }

    long id() {
      return id;
    }

    byte operation() {
      return operation;
    }

    RingHandle handle() {
      return registration.handle;
    }

    int fd() {
      return fd;
    }

    long address() {
      return address;
    }

    int length() {
      return length;
    }

    /** The first of the buffers that it hands to the kernel. */
    int bufferId() {
      return bufferId;
    }

    boolean isMultishot() {
      return multishot;
    }

    boolean isInFlight() {
      return !ended;
    }

    /** Reads the memory that it names. */
    byte[] bytes() {
      return read(address, length);
    }

    @Override
    public String toString() {
      return "submission " + id + " of operation " + operation;
    }
  }

  /** A handle's right to submit; what is in flight when that ends completes all the same. */
  static final class Registration implements IoRegistration {
    private final RingHandle handle;
    private boolean valid = true;

    private Registration(RingHandle handle) {
      this.handle = handle;
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's
    public <T> T attachment() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long submit(IoOps ops) {
      throw new UnsupportedOperationException("a ring is asked instead");
    }

    @Override
    public boolean isValid() {
      return valid;
    }

    @Override
    public boolean cancel() {
      boolean wasValid = valid;
      valid = false;
      return wasValid;
    }
  }

  // ---- What a test looks at --------------------------------------------------------------------

  /** Returns all submissions, from the first. */
  List<Submission> submissions() {
    return List.copyOf(submissions);
  }

  List<Submission> submissions(byte operation) {
    return submissions.stream().filter(submission -> submission.operation == operation).toList();
  }

  /** Returns those that have yet to complete for the last time, from the first. */
  List<Submission> inFlight(byte operation) {
    return submissions(operation).stream().filter(Submission::isInFlight).toList();
  }

  /** Returns those of one handle that have yet to complete for the last time, from the first. */
  List<Submission> inFlight(RingHandle handle) {
    return submissions.stream().filter(s -> s.isInFlight() && s.handle().equals(handle)).toList();
  }

  /** Returns the only submission of an operation that is in flight. */
  Submission only(byte operation) {
    List<Submission> found = inFlight(operation);
    assertThat(found).as("operations %d in flight", operation).hasSize(1);
    return found.get(0);
  }

  /** Returns the only submission of a handle's operation that is in flight, or null. */
  @Nullable Submission find(RingHandle handle, byte operation) {
    List<Submission> found =
        inFlight(handle).stream().filter(s -> s.operation == operation).toList();
    assertThat(found).as("operations %d in flight", operation).hasSizeLessThanOrEqualTo(1);
    return found.isEmpty() ? null : found.get(0);
  }

  /** Returns which receive buffers the kernel has. */
  BitSet kernelBuffers() {
    return (BitSet) kernelBuffers.clone();
  }

  // ---- What a test has happen ------------------------------------------------------------------

  /** Completes a submission; for the last time, unless the flags say that there will be more. */
  void complete(Submission submission, int result, int flags) {
    assertThat(submission.isInFlight()).as("%s in flight", submission).isTrue();
    if ((flags & Operation.HAS_MORE) == 0) {
      submission.ended = true;
    }
    if (submission.operation == Operation.PROVIDE_BUFFERS && result < 0) {
      kernelBuffers.clear(submission.bufferId, submission.bufferId + submission.fd);
    }
    submission
        .handle()
        .handle(
            submission.registration,
            new IoUringIoEvent(result, flags, submission.operation, submission.id));
  }

  /** Completes a receive with bytes in the first buffer that the kernel has, and returns which. */
  int receive(Submission submission, byte[] bytes, boolean more) {
    return receive(submission, bytes, more ? Operation.HAS_MORE : 0);
  }

  /** Completes a receive into memory of the caller with as many bytes of a value. */
  void receiveAtOnce(Submission submission, int bytes, byte value) {
    memory(submission.address, submission.length).asSlice(0, bytes).fill(value);
    complete(submission, bytes, 0);
  }

  /** Like the other, with flags of the completion. */
  int receive(Submission submission, byte[] bytes, int moreFlags) {
    boolean more = (moreFlags & Operation.HAS_MORE) != 0;
    assertThat(submission.operation).isEqualTo(Operation.RECV);
    assertThat(more && !submission.multishot).as("more of a receive that is for once").isFalse();
    int id = takeBuffer();
    MemorySegment.copy(
        bytes,
        0,
        memory(buffersAddress + (long) id * bufferBytes, bufferBytes),
        ValueLayout.JAVA_BYTE,
        0,
        bytes.length);
    int flags = id << 16 | Operation.HAS_BUFFER | moreFlags;
    complete(submission, bytes.length, flags);
    return id;
  }

  /** Takes a buffer from those that the kernel has. */
  int takeBuffer() {
    int id = kernelBuffers.nextSetBit(0);
    assertThat(id).as("a buffer of the kernel's").isNotNegative();
    kernelBuffers.clear(id);
    return id;
  }

  /** Forgets what has been, when nothing is in flight, and knows of multishot receives or not. */
  void reset(boolean knowsMultishot) {
    assertThat(submissions).noneMatch(Submission::isInFlight);
    submissions.clear();
    multishot = knowsMultishot;
  }

  // ---- The ring --------------------------------------------------------------------------------

  @Override
  public IoRegistration register(RingHandle handle) {
    return new Registration(handle);
  }

  @Override
  public long accept(IoRegistration registration, int fd) {
    return submit(Operation.ACCEPT, registration, fd, 0, 0, 0);
  }

  @Override
  public long receive(IoRegistration registration, int fd) {
    return submit(Operation.RECV, registration, fd, 0, 0, 0);
  }

  @Override
  public long receiveAtOnce(IoRegistration registration, int fd, long address, int length) {
    boolean before = multishot;
    multishot = false;
    long id = submit(Operation.RECV, registration, fd, address, length, 0);
    multishot = before;
    return id;
  }

  @Override
  public long receiveOnce(IoRegistration registration, int fd) {
    boolean before = multishot;
    multishot = false;
    long id = submit(Operation.RECV, registration, fd, 0, 0, 0);
    multishot = before;
    return id;
  }

  @Override
  public void send(IoRegistration registration, int fd, long address, int length) {
    submit(Operation.SEND, registration, fd, address, length, 0);
  }

  @Override
  public void sendMessage(IoRegistration registration, int fd, long messageAddress) {
    submit(Operation.SENDMSG, registration, fd, messageAddress, 56, 0);
  }

  @Override
  public void sendZeroCopy(IoRegistration registration, int fd, long address, int length) {
    submit(Operation.SEND_ZC, registration, fd, address, length, 0);
  }

  @Override
  public long awaitWritable(IoRegistration registration, int fd) {
    return submit(Operation.POLL_ADD, registration, fd, 0, 0, 0);
  }

  @Override
  public void cancel(IoRegistration registration, long submission) {
    submit(Operation.ASYNC_CANCEL, registration, -1, submission, 0, 0);
  }

  @Override
  public void provideBuffers(
      IoRegistration registration, long address, int bytes, int count, int firstId) {
    if (bufferBytes == 0) {
      buffersAddress = address - (long) firstId * bytes;
      bufferBytes = bytes;
    }
    assertThat(address).isEqualTo(buffersAddress + (long) firstId * bytes);
    assertThat(bytes).isEqualTo(bufferBytes);
    BitSet twice = kernelBuffers.get(firstId, firstId + count);
    assertThat(twice.cardinality()).as("buffers given to the kernel that has them").isZero();
    kernelBuffers.set(firstId, firstId + count);
    submit(Operation.PROVIDE_BUFFERS, registration, count, address, bytes, firstId);
  }

  @Override
  public long startTimer(IoRegistration registration, long timespecAddress) {
    return submit(Operation.TIMEOUT, registration, -1, timespecAddress, 16, 0);
  }

  @Override
  public void changeTimer(IoRegistration registration, long submission, long timespecAddress) {
    assertThat(submissions(Operation.TIMEOUT)).extracting(Submission::id).contains(submission);
    submit(Operation.TIMEOUT_REMOVE, registration, -1, timespecAddress, 16, 0);
  }

  @Override
  public boolean isMultishotReceive() {
    return multishot;
  }

  @Override
  public void disableMultishotReceive() {
    multishot = false;
  }

  private long submit(
      byte operation, IoRegistration registration, int fd, long address, int length, int bufferId) {
    assertThat(registration.isValid()).as("registered when submitting").isTrue();
    lastId++;
    submissions.add(
        new Submission(lastId, operation, registration, fd, address, length, bufferId, multishot));
    return lastId;
  }

  // ---- Native memory ---------------------------------------------------------------------------

  static byte[] read(long address, long length) {
    return memory(address, length).toArray(ValueLayout.JAVA_BYTE);
  }

  static long readLong(long address) {
    return memory(address, Long.BYTES).get(ValueLayout.JAVA_LONG, 0);
  }

  @SuppressWarnings("restricted") // the kernel's view of our memory
  private static MemorySegment memory(long address, long length) {
    return MemorySegment.ofAddress(address).reinterpret(length);
  }
}
