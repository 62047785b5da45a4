/**
 * One connection: the handler's side, the loop's side, and between them the mailbox and the outbox.
 */
@NullMarked
package io.ringloom.internal.connection;

import org.jspecify.annotations.NullMarked;
