@NullMarked
package io.ringloom.example.kv.client;

import org.jspecify.annotations.NullMarked;
