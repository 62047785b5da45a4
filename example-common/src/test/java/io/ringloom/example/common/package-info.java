/** Runs the packaged example servers as users do, and tests what they have in common. */
@NullMarked
package io.ringloom.example.common;

import org.jspecify.annotations.NullMarked;
