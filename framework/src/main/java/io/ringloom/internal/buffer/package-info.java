/** Pooled memory for bytes that wait in a mailbox or an outbox. */
@NullMarked
package io.ringloom.internal.buffer;

import org.jspecify.annotations.NullMarked;
