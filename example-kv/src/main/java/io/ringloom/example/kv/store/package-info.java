/** The data: keys, values, their expiry, and what goes when memory is short. */
@NullMarked
package io.ringloom.example.kv.store;

import org.jspecify.annotations.NullMarked;
