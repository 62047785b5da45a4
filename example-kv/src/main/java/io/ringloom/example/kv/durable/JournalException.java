package io.ringloom.example.kv.durable;

import java.io.IOException;

/** Changes cannot be kept. */
public final class JournalException extends IOException {
  private static final long serialVersionUID = 1;

  public JournalException(String message) {
    super(message);
  }
}
