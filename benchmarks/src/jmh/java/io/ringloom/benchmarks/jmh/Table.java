package io.ringloom.benchmarks.jmh;

import java.io.PrintStream;

/** Prints figures below each other as they come. */
final class Table {
  private static final String ROW = "%-44s %12s %10s %10s%n";

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void printHead() {
    out.printf(ROW, "", "ns/op", "±", "B/op");
  }

  void print(Figure figure) {
    out.printf(ROW, figure.name(), figure.nanosText(), figure.errorText(), figure.bytesText());
    out.flush();
  }
}
