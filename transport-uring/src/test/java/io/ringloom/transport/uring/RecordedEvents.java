package io.ringloom.transport.uring;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.ringloom.spi.StreamEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes down what a channel tells, in words, and does what a test wants done meanwhile. */
final class RecordedEvents implements StreamEvents {
  private static final int MOST_AS_TEXT = 10_000;

  private final List<String> log = new ArrayList<>();
  private final Map<String, Runnable> reactions = new HashMap<>();

  List<String> log() {
    return List.copyOf(log);
  }

  /** Has something done when an event comes, for the next time that it does. */
  void when(String event, Runnable reaction) {
    reactions.put(event, reaction);
  }

  @Override
  public void received(ByteBuffer data) {
    byte[] bytes = new byte[data.remaining()];
    data.get(bytes);
    add("received " + describe(bytes));
  }

  /** Returns a few bytes as text, and of many the first one and how many there are. */
  static String describe(byte[] bytes) {
    return bytes.length <= MOST_AS_TEXT
        ? new String(bytes, ISO_8859_1)
        : bytes.length + " times " + (char) bytes[0];
  }

  @Override
  public void endOfStream() {
    add("endOfStream");
  }

  @Override
  public void sent(long bytes) {
    add("sent " + bytes);
  }

  @Override
  public void released() {
    add("released");
  }

  @Override
  public void sendReady() {
    add("sendReady");
  }

  @Override
  public void failed(IOException cause) {
    add("failed " + cause.getMessage());
  }

  @Override
  public void closed() {
    add("closed");
  }

  private void add(String event) {
    log.add(event);
    Runnable reaction = reactions.remove(event);
    if (reaction != null) {
      reaction.run();
    }
  }
}
