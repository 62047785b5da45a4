/** Tests of the key-value server's jar. */
@NullMarked
package io.ringloom.example.kv;

import org.jspecify.annotations.NullMarked;
