package io.ringloom.benchmarks.report;

/**
 * A picture of figures.
 *
 * @param name what its file is called, without the ending
 * @param alt what it shows, in words
 * @param svg the picture
 */
record Plot(String name, String alt, String svg) {
  String fileName() {
    return name + ".svg";
  }
}
