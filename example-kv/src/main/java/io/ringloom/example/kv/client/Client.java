package io.ringloom.example.kv.client;

import io.ringloom.Connection;
import io.ringloom.LimitExceededException;
import io.ringloom.example.kv.client.PeerWait.Outcome;
import io.ringloom.example.kv.resp.ReplyWriter;
import io.ringloom.example.kv.resp.Request;
import io.ringloom.example.kv.resp.RequestMemory;
import io.ringloom.example.kv.resp.RespLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the server knows of one connection. Methods are for its handler, with the keyspace's lock
 * where commands run; what others may call says so.
 */
public final class Client implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Client.class);

  /** Replies of a batch are sent when they are so many. */
  private static final int MAX_PENDING_BYTES = 64 * 1024;

  /** About what a watched key or a subscription takes beside its name. */
  private static final int ENTRY_BYTES = 256;

  private static final byte[] NO_NAME = {};

  /** Which replies a client wants. */
  public enum ReplyMode {
    ON,
    OFF,
    /** None to the command that asks for this. */
    SKIP_THIS,
    /** None to the next command. */
    SKIP_NEXT
  }

  private final SharedState shared;
  private final Connection connection;
  private final ReplyWriter replies;
  private final PeerWait peerWait;
  private final Batch batch;
  private final Allowance allowance;
  private final RespLimits limits;
  private final long createdMillis;
  private final long id;

  // All that follows is written by the handler with the keyspace's lock, or says otherwise.
  private int database;
  private byte[] name = NO_NAME;
  private boolean authenticated;
  private boolean closing;
  private ReplyMode replyMode = ReplyMode.ON;
  private @Nullable ReplyWriter unheard;
  private @Nullable Transaction transaction;
  private @Nullable Set<DatabaseKey> watched;

  /** Set by any handler, with the lock. */
  private boolean watchBroken;

  private @Nullable Subscriptions subscriptions;

  /** Why the server has ended the connection, or null. Set by any handler, with the lock. */
  private @Nullable String cutOff;

  private @Nullable BlockedClient blocked;
  private String lastCommand = "NULL";
  private long lastCommandMillis;

  public Client(SharedState shared, Connection connection) {
    this.shared = shared;
    this.connection = connection;
    replies = new ReplyWriter(connection);
    peerWait = new PeerWait(connection);
    batch = new Batch(shared);
    allowance = new Allowance(shared.clientMemory());
    batch.enter();
    try {
      createdMillis = shared.keyspace().nowMillis();
      lastCommandMillis = createdMillis;
      authenticated = shared.settings().password() == null;
      limits = RespLimits.DEFAULT.withMaxBulkBytes(shared.settings().maxBulkBytes());
      id = shared.add(this);
    } finally {
      batch.leave();
    }
  }

  public long id() {
    return id;
  }

  public SharedState shared() {
    return shared;
  }

  public Connection connection() {
    return connection;
  }

  public long createdMillis() {
    return createdMillis;
  }

  /** Grants memory for its requests. */
  public RequestMemory requestMemory() {
    return allowance;
  }

  /** How large its requests may be. */
  public RespLimits limits() {
    return limits;
  }

  /** Where replies go, which is nowhere if the client does not want them. */
  public ReplyWriter replies() {
    if (unheard != null) {
      return unheard;
    }
    return replies;
  }

  /** Where messages and subscriptions are told, also to a client that wants no replies. */
  public ReplyWriter pushes() {
    return replies;
  }

  /** Which version of the protocol it speaks, 2 or 3. */
  public int protocol() {
    return replies.protocol();
  }

  public void protocol(int version) {
    replies.setProtocol(version);
  }

  public int database() {
    return database;
  }

  public void database(int number) {
    database = number;
  }

  public byte[] name() {
    return name;
  }

  /** Gives it a name; returns false if there is no memory for it. */
  public boolean name(byte[] newName) {
    if (!allowance.take(newName.length)) {
      return false;
    }
    allowance.giveBack(name.length);
    name = newName;
    return true;
  }

  public boolean isAuthenticated() {
    return authenticated;
  }

  public void authenticated(boolean isAuthenticated) {
    authenticated = isAuthenticated;
  }

  /** Whether no more requests are read from it. */
  public boolean isClosing() {
    return closing;
  }

  /** Reads no more requests, and closes the connection after the replies. */
  public void closeAfterReplies() {
    closing = true;
  }

  /**
   * Closes the connection of another client. From now on it carries out nothing, and gets no
   * element and no message. For any handler with the lock.
   */
  public void kill() {
    closing = true;
    unblock(replies -> {});
    forget();
    connection.close();
  }

  public void replyMode(ReplyMode mode) {
    if (mode == ReplyMode.SKIP_THIS && replyMode == ReplyMode.OFF) {
      // It hears nothing anyway, and does not begin to.
      return;
    }
    replyMode = mode;
    if (mode == ReplyMode.ON) {
      unheard = null;
    }
  }

  public @Nullable Transaction transaction() {
    return transaction;
  }

  /** Begins a transaction, or ends it with null. */
  public void transaction(@Nullable Transaction begun) {
    if (transaction != null) {
      allowance.giveBack(transaction.bytes());
    }
    transaction = begun;
  }

  /**
   * Adds a command to the transaction. If there is no memory for it, the transaction fails.
   *
   * @return whether it was added
   */
  public boolean queue(
      Transaction current, Request request, boolean commandWrites, boolean commandNeedsMemory) {
    if (!allowance.take(Transaction.bytesOf(request))) {
      current.fail();
      return false;
    }
    current.add(request, commandWrites, commandNeedsMemory);
    return true;
  }

  public String lastCommand() {
    return lastCommand;
  }

  public long lastCommandMillis() {
    return lastCommandMillis;
  }

  // Batches of commands

  /** Begins to carry out a command; the keyspace's lock is held from here on. */
  public void beginCommand() {
    batch.enter();
    deliverMessages();
    if (replyMode != ReplyMode.ON) {
      unheard = new ReplyWriter(new Nowhere());
      unheard.setProtocol(replies.protocol());
    }
  }

  /** Notes which command it is. */
  public void noteCommand(String command) {
    lastCommand = command;
    lastCommandMillis = shared.keyspace().nowMillis();
    shared.counters().commandGiven();
  }

  /**
   * Ends a command. The keyspace's lock is kept for the next one, unless it is time to give way.
   */
  public void endCommand() throws IOException {
    if (replyMode != ReplyMode.ON) {
      nextReplyMode();
    }
    if (batch.isFull() || replies.pendingBytes() >= MAX_PENDING_BYTES) {
      settle();
    }
  }

  private void nextReplyMode() {
    unheard = null;
    replyMode =
        switch (replyMode) {
          case SKIP_THIS -> ReplyMode.SKIP_NEXT;
          case SKIP_NEXT -> ReplyMode.ON;
          case ON, OFF -> replyMode;
        };
  }

  /** Gives back the lock and sends all replies, when what they tell of is safe. */
  public void settle() throws IOException {
    batch.leave();
    batch.awaitJournal();
    replies.flush();
  }

  /** Waits for bytes of the peer as the reader of requests wants it, and passes on messages. */
  public boolean await(int count) throws IOException {
    settle();
    if (subscriptions == null) {
      return peerWait.awaitBytes(count);
    }
    Outcome outcome = Outcome.NEWS;
    while (outcome == Outcome.NEWS) {
      sendMessages();
      outcome = peerWait.await(count, Duration.ZERO);
    }
    return outcome == Outcome.BYTES;
  }

  private void sendMessages() throws IOException {
    while (subscriptions != null && !subscriptions.inbox().isEmpty()) {
      deliverMessages(MAX_PENDING_BYTES);
      replies.flush();
    }
  }

  // Blocking commands

  /** Has the client wait after the command that it has given. */
  public void block(BlockedClient newBlocked) {
    blocked = newBlocked;
    shared.blockedClients().add(newBlocked);
  }

  /** For what it waits, or null. For any handler with the keyspace's lock. */
  public @Nullable BlockedClient blocked() {
    return blocked;
  }

  /**
   * Waits for what {@link #block} said, and writes the reply. Gives back the lock meanwhile, and
   * holds it afterwards.
   */
  public void awaitUnblocked(BlockedClient waiting) throws IOException {
    long deadline = System.nanoTime() + waiting.timeout().toNanos();
    BlockedClient.Reply reply = waiting.reply();
    while (reply == null) {
      settle();
      Outcome outcome = awaitNews(waiting, deadline);
      batch.enter();
      deliverMessages();
      reply = waiting.reply();
      if (reply == null && outcome != Outcome.NEWS && outcome != Outcome.BYTES) {
        shared.blockedClients().remove(waiting);
        closing |= outcome == Outcome.END;
        reply = outcome == Outcome.TIMEOUT ? waiting.atTimeout() : replies -> {};
      }
    }
    blocked = null;
    reply.write(replies());
  }

  private Outcome awaitNews(BlockedClient waiting, long deadline) throws IOException {
    Duration rest = Duration.ZERO;
    if (!waiting.timeout().isZero()) {
      rest = Duration.ofNanos(deadline - System.nanoTime());
      if (rest.isNegative() || rest.isZero()) {
        return Outcome.TIMEOUT;
      }
    }
    try {
      return peerWait.await(connection.input().available() + 1, rest);
    } catch (LimitExceededException e) {
      // No more is received from it, so its end would never be seen.
      batch.enter();
      cutOff = "it has sent too many requests while it waits for an element";
      return Outcome.END;
    }
  }

  /** Ends the wait of this client with a reply. For any handler with the keyspace's lock. */
  public void unblock(BlockedClient.Reply reply) {
    BlockedClient waiting = blocked;
    if (waiting != null && waiting.reply() == null) {
      shared.blockedClients().remove(waiting);
      waiting.finish(reply);
    }
  }

  /** The reply of a wait whose time is over. For any handler with the keyspace's lock. */
  public void unblockAsTimeout() {
    BlockedClient waiting = blocked;
    if (waiting != null) {
      unblock(waiting.atTimeout());
    }
  }

  void notifyOfNews() {
    peerWait.notifyOfNews();
  }

  // Watched keys

  /**
   * Has the next transaction fail if the key changes before it.
   *
   * @return false if there is no memory to watch it
   */
  public boolean watch(byte[] key) {
    if (watched == null) {
      watched = new HashSet<>();
    }
    // If its time is over it goes now, and not as a change after this.
    shared.keyspace().peek(database, key);
    DatabaseKey watchedKey = new DatabaseKey(database, key);
    if (watched.contains(watchedKey)) {
      return true;
    }
    if (!allowance.take(ENTRY_BYTES + key.length)) {
      return false;
    }
    watched.add(watchedKey);
    shared.watches().add(this, watchedKey);
    return true;
  }

  /** Watches no key any more. */
  public void unwatch() {
    if (watched != null) {
      for (DatabaseKey key : watched) {
        shared.watches().remove(this, key);
        allowance.giveBack(ENTRY_BYTES + key.key().length);
      }
    }
    watched = null;
    watchBroken = false;
  }

  /** Whether a watched key has changed, by a command or since its time is over. */
  public boolean isWatchBroken() {
    if (watched != null) {
      watched.forEach(key -> shared.keyspace().peek(key.database(), key.key()));
    }
    return watchBroken;
  }

  void breakWatch() {
    watchBroken = true;
  }

  // Subscriptions

  /** How many channels and patterns it has subscribed to. */
  public int subscriptionCount() {
    return subscriptions == null ? 0 : subscriptions.count();
  }

  /** How many channels, or how many patterns, it has subscribed to. */
  public int subscriptionCount(boolean patterns) {
    return subscriptions == null ? 0 : subscriptions.list(patterns).size();
  }

  /** Returns false if there is no memory for the subscription. */
  public boolean subscribe(ByteKey channel, boolean pattern) {
    if (subscriptions != null && subscriptions.contains(channel, pattern)) {
      return true;
    }
    if (!allowance.take(ENTRY_BYTES + channel.bytes().length)) {
      return false;
    }
    if (subscriptions == null) {
      subscriptions = new Subscriptions(new Inbox(shared.settings().maxInboxBytes(), allowance));
    }
    subscriptions.add(channel, pattern);
    shared.channels().add(this, channel, pattern);
    return true;
  }

  /** Returns whether it had subscribed. */
  public boolean unsubscribe(ByteKey channel, boolean pattern) {
    if (subscriptions == null || !subscriptions.remove(channel, pattern)) {
      return false;
    }
    shared.channels().remove(this, channel, pattern);
    allowance.giveBack(ENTRY_BYTES + channel.bytes().length);
    return true;
  }

  public List<ByteKey> subscribed(boolean patterns) {
    return subscriptions == null ? List.of() : subscriptions.list(patterns);
  }

  /** Gives it a message, or cuts it off if it takes none. For any handler with the lock. */
  void deliver(Message message) {
    Subscriptions mine = subscriptions;
    if (mine == null) {
      return;
    }
    if (mine.inbox().offer(message)) {
      peerWait.notifyOfNews();
    } else if (connection.isOpen()) {
      shared.counters().subscriberCutOff();
      cutOff = "it does not take its messages";
      connection.abort();
    }
  }

  /** Writes the messages that have come, so that they are before what the next command replies. */
  public void deliverMessages() {
    deliverMessages(Long.MAX_VALUE);
  }

  private void deliverMessages(long maxPendingBytes) {
    if (subscriptions == null) {
      return;
    }
    Inbox inbox = subscriptions.inbox();
    while (replies.pendingBytes() < maxPendingBytes) {
      Message message = inbox.poll();
      if (message == null) {
        return;
      }
      message.write(replies);
    }
  }

  /** Forgets all that is not the connection itself. */
  public void reset() {
    transaction(null);
    unwatch();
    unsubscribeAll();
    database = 0;
    name(NO_NAME);
    replyMode(ReplyMode.ON);
    replies.setProtocol(2);
    authenticated = shared.settings().password() == null;
  }

  private void unsubscribeAll() {
    for (ByteKey channel : subscribed(false)) {
      unsubscribe(channel, false);
    }
    for (ByteKey pattern : subscribed(true)) {
      unsubscribe(pattern, true);
    }
  }

  /** Forgets the client. Does not close the connection. */
  @Override
  public void close() {
    batch.enter();
    try {
      BlockedClient waiting = blocked;
      if (waiting != null && waiting.reply() == null) {
        shared.blockedClients().remove(waiting);
      }
      forget();
      allowance.giveBackAll();
    } finally {
      batch.leave();
    }
    // Not by who has cut it off, since that holds the lock, and a log may block.
    if (cutOff != null) {
      LOG.warn("Client {} at {} was cut off, since {}.", id, connection.remoteAddress(), cutOff);
    }
  }

  /** Nobody finds it any more. */
  private void forget() {
    unwatch();
    unsubscribeAll();
    shared.remove(this);
  }

  /** Takes replies that nobody wants. */
  private static final class Nowhere implements WritableByteChannel {

    @Override
    public int write(ByteBuffer bytes) {
      int length = bytes.remaining();
      bytes.position(bytes.limit());
      return length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
