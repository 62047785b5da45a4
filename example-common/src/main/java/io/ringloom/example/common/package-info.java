/** What the example servers have in common: their command line, their start and their stop. */
@NullMarked
package io.ringloom.example.common;

import org.jspecify.annotations.NullMarked;
