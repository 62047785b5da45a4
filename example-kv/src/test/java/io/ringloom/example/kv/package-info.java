/** Tests of the whole server: over sockets in this process, and of its jar. */
@NullMarked
package io.ringloom.example.kv;

import org.jspecify.annotations.NullMarked;
