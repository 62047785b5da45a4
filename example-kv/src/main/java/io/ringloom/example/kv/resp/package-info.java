/** The protocol: requests in, replies out. */
@NullMarked
package io.ringloom.example.kv.resp;

import org.jspecify.annotations.NullMarked;
