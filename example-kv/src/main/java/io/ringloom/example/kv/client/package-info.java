/** What the server knows of each client, and the handler that serves it. */
@NullMarked
package io.ringloom.example.kv.client;

import org.jspecify.annotations.NullMarked;
