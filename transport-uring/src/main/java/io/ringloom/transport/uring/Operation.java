package io.ringloom.transport.uring;

/** Numbers of the kernel's interface, from {@code linux/io_uring.h} and {@code sys/socket.h}. */
final class Operation {
  static final byte POLL_ADD = 6;
  static final byte SENDMSG = 9;
  static final byte TIMEOUT = 11;
  static final byte TIMEOUT_REMOVE = 12;
  static final byte ACCEPT = 13;
  static final byte ASYNC_CANCEL = 14;
  static final byte SEND = 26;
  static final byte RECV = 27;
  static final byte PROVIDE_BUFFERS = 31;
  static final byte SEND_ZC = 47;

  /** A flag of a submission: the kernel takes a buffer of a group. */
  static final byte BUFFER_SELECT = 1 << 5;

  /** In the priority field of an accept. */
  static final short ACCEPT_MULTISHOT = 1;

  /** In the priority field of a receive. */
  static final short RECEIVE_MULTISHOT = 1 << 1;

  /** In the priority field of a send without a copy: the notification says whether it copied. */
  static final short REPORT_USAGE = 1 << 3;

  /** In the flags of a timer's change. */
  static final int TIMEOUT_UPDATE = 1 << 1;

  /** A flag of a completion: its upper half is the number of a buffer. */
  static final int HAS_BUFFER = 1;

  /** A flag of a completion: the same submission will complete once more. */
  static final int HAS_MORE = 1 << 1;

  /** A flag of a completion: the socket has more bytes than were received. */
  static final int SOCKET_HAS_MORE = 1 << 2;

  /** A flag of a completion: the kernel does not use the sent memory any more. */
  static final int IS_NOTIFICATION = 1 << 3;

  /** In the result of a notification: the kernel has copied after all. */
  static final int COPIED = 1 << 31;

  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_NOSIGNAL = 0x4000;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int POLLOUT = 4;

  private Operation() {}

  /** Returns the number of the buffer that a completion brings. */
  static int bufferId(int flags) {
    return flags >>> 16;
  }
}
