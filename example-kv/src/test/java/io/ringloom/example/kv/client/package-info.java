/** Tests of what the server knows of each client. */
@NullMarked
package io.ringloom.example.kv.client;

import org.jspecify.annotations.NullMarked;
