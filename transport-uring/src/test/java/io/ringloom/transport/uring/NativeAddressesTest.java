package io.ringloom.transport.uring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeAddressesTest {

  @Test
  void anInternetAddressStaysAsItIs() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 7000);

    assertThat(NativeAddresses.toNative(address)).isEqualTo(address);
  }

  @Test
  void aPathStaysAsItIs() throws IOException {
    assertThat(NativeAddresses.toNative(UnixDomainSocketAddress.of("/run/a.socket")))
        .isEqualTo(new DomainSocketAddress("/run/a.socket"));
  }

  @Test
  void anUnresolvedHostIsUnknown() {
    InetSocketAddress address = InetSocketAddress.createUnresolved("nowhere.invalid", 7000);

    assertThatThrownBy(() -> NativeAddresses.toNative(address))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("Unknown host nowhere.invalid");
  }

  @Test
  void aPathMayHaveAsManyBytesAsTheKernelHasRoomFor() throws IOException {
    String longest = "/" + "a".repeat(106);
    NativeAddresses.toNative(UnixDomainSocketAddress.of(longest));

    assertThatThrownBy(() -> NativeAddresses.toNative(UnixDomainSocketAddress.of(longest + "a")))
        .isInstanceOf(SocketException.class)
        .hasMessage("Unix domain path too long");
  }

  @Test
  void thePathWithTheMostBytesIsBoundWhole(@TempDir Path folder) throws IOException {
    int missing = 107 - folder.toString().length() - 1;
    Path path = folder.resolve("a".repeat(missing));
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    Availability.cause(); // loads the native library
    Socket socket = NativeAddresses.newSocket(address);
    try {
      socket.bind(NativeAddresses.toNative(address));

      assertThat(path).exists();
      assertThat(NativeAddresses.local(socket, true)).isEqualTo(address);
    } finally {
      socket.close();
    }
  }

  @Test
  void bytesOfAPathCountAndNotItsCharacters() {
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of("/" + "ü".repeat(54));

    assertThatThrownBy(() -> NativeAddresses.toNative(address))
        .hasMessage("Unix domain path too long");
  }

  @Test
  void otherKindsOfAddressesAreRefused() {
    SocketAddress other =
        new SocketAddress() {
          private static final long serialVersionUID = 1;
        };

    assertThatThrownBy(() -> NativeAddresses.toNative(other))
        .isInstanceOf(IOException.class)
        .hasMessage("Unsupported kind of address");
  }

  @Test
  void aSocketThatIsNotConnectedHasNoPeer() throws IOException {
    Availability.cause(); // loads the native library
    Socket socket = NativeAddresses.newSocket(new InetSocketAddress(0));
    try {
      assertThatThrownBy(() -> NativeAddresses.remote(socket, false))
          .hasMessage("Transport endpoint is not connected");
    } finally {
      socket.close();
    }
  }
}
