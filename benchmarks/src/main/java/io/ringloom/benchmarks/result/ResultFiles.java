package io.ringloom.benchmarks.result;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The results in a folder, one JSON file for each workload.
 *
 * @param folder where they are; need not exist
 */
public record ResultFiles(Path folder) {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Writes what a workload has shown, in place of what it showed before. */
  public void write(WorkloadResult result) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(result.workload().name() + ".json");
    Files.writeString(file, JSON.writeValueAsString(result) + "\n");
  }

  /** Reads all results, in the order of their workloads. */
  public List<WorkloadResult> readAll() throws IOException {
    List<WorkloadResult> results = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
          results.add(read(file));
        }
      }
    }
    results.sort(Comparator.comparingInt(result -> result.workload().order()));
    return results;
  }

  private static WorkloadResult read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), WorkloadResult.class);
    } catch (JacksonException e) {
      throw new IOException(
          "The file " + file + " is no result of a benchmark: " + e.getOriginalMessage(), e);
    }
  }
}
