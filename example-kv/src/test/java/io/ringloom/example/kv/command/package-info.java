@NullMarked
package io.ringloom.example.kv.command;

import org.jspecify.annotations.NullMarked;
