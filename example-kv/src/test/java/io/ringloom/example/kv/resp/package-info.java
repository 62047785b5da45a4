/** Tests of the protocol. */
@NullMarked
package io.ringloom.example.kv.resp;

import org.jspecify.annotations.NullMarked;
