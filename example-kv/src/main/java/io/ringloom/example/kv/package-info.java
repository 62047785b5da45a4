/** A key-value server that speaks the protocol of Redis, in sequential code. */
@NullMarked
package io.ringloom.example.kv;

import org.jspecify.annotations.NullMarked;
