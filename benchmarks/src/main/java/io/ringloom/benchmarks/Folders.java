package io.ringloom.benchmarks;

import java.nio.file.Path;

/** Where results go if the user does not say. */
final class Folders {
  private Folders() {}

  /**
   * Returns the folder of the page.
   *
   * @param whole whether all contenders were measured with care: a quick look or a part must not
   *     take the place of that
   */
  static Path output(boolean whole) {
    return Path.of(whole ? "docs/benchmarks" : "benchmarks/target/page");
  }
}
