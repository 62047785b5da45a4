package io.ringloom.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** How a {@link ScriptedPeer} puts bytes on its socket, which does not block. */
interface Wire {

  /** Sends as many bytes as the system takes now, and returns how many. */
  int write(ByteBuffer bytes) throws IOException;

  /** Returns whether the system has everything; tries to give it more first. */
  boolean flush() throws IOException;

  /** Receives what is there, and returns how many bytes; -1 at the clean end. */
  int read(ByteBuffer into) throws IOException;

  /** Ends the output. */
  void endOutput() throws IOException;

  /** Ends the stream cleanly, as far as that goes without waiting. */
  void beforeClose();

  /** Returns a wire that sends bytes as they are. */
  static Wire plain(SocketChannel channel) {
    return new Wire() {
      @Override
      public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
      }

      @Override
      public boolean flush() {
        return true;
      }

      @Override
      public int read(ByteBuffer into) throws IOException {
        return channel.read(into);
      }

      @Override
      public void endOutput() throws IOException {
        channel.shutdownOutput();
      }

      @Override
      public void beforeClose() {}
    };
  }
}
