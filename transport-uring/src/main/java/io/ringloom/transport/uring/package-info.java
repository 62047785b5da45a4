/**
 * A driver for event loops on Linux's io_uring, through the public service interfaces of Netty's
 * io_uring module: raw submissions and completions, no channels and no pipelines.
 */
@NullMarked
package io.ringloom.transport.uring;

import org.jspecify.annotations.NullMarked;
