/** Tests of the packaged server with clients and servers that others have written. */
@NullMarked
package io.ringloom.example.kv.peer;

import org.jspecify.annotations.NullMarked;
