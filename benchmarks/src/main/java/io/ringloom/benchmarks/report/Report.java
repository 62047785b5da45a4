package io.ringloom.benchmarks.report;

import io.ringloom.benchmarks.result.ResultFiles;
import io.ringloom.benchmarks.result.WorkloadResult;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A page with tables and plots, made of the results in a folder and of nothing else.
 *
 * @param folder where the page is, with its plots and the results in folders of their own
 */
public record Report(Path folder) {

  /** Returns where the results are. */
  public ResultFiles results() {
    return new ResultFiles(folder.resolve("results"));
  }

  /** Returns where the page is. */
  public Path page() {
    return folder.resolve("README.md");
  }

  /** Makes the page and its plots anew. */
  public void write() throws IOException {
    List<WorkloadResult> results = results().readAll();
    if (results.isEmpty()) {
      throw new IOException("There are no results in " + results().folder() + ".");
    }
    Path plots = folder.resolve("plots");
    deletePlots(plots);
    Files.createDirectories(plots);
    List<Section> sections = Section.of(results);
    for (Section section : sections) {
      for (Plot plot : section.plots()) {
        Files.writeString(plots.resolve(plot.fileName()), plot.svg());
      }
    }
    Files.writeString(page(), Page.of(sections, isInsideDocs(), isBesideParts()));
  }

  private boolean isInsideDocs() {
    return Files.exists(folder.resolve("../testing.md"));
  }

  /** The file that the benchmarks of the parts write. */
  private boolean isBesideParts() {
    return Files.exists(folder.resolve("jmh.md"));
  }

  private static void deletePlots(Path plots) throws IOException {
    if (Files.isDirectory(plots)) {
      try (DirectoryStream<Path> old = Files.newDirectoryStream(plots, "*.svg")) {
        for (Path plot : old) {
          Files.delete(plot);
        }
      }
    }
  }
}
