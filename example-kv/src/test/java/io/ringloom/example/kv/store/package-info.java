/** Tests of the data and of what lets it go. */
@NullMarked
package io.ringloom.example.kv.store;

import org.jspecify.annotations.NullMarked;
