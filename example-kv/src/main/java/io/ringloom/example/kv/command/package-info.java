/** What a client can ask for: one file for each family of commands. */
@NullMarked
package io.ringloom.example.kv.command;

import org.jspecify.annotations.NullMarked;
