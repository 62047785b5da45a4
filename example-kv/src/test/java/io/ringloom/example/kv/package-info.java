/** Tests of the server over sockets. */
@NullMarked
package io.ringloom.example.kv;

import org.jspecify.annotations.NullMarked;
