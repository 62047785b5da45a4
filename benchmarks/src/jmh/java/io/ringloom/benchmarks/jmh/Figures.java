package io.ringloom.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The two files with results. Figures that are not measured anew stay in them. */
final class Figures {
  private final Map<String, Figure> byName = new TreeMap<>();
  private final Path json;
  private final Path markdown;

  private Figures(Path folder) {
    json = folder.resolve("jmh.json");
    markdown = folder.resolve("jmh.md");
  }

  /** Reads what is there. */
  static Figures in(Path folder) throws IOException {
    Files.createDirectories(folder);
    Figures figures = new Figures(folder);
    if (Files.exists(figures.json)) {
      for (String line : Files.readAllLines(figures.json, UTF_8)) {
        Figure.fromJson(line).ifPresent(figure -> figures.byName.put(figure.name(), figure));
      }
    }
    return figures;
  }

  /** Puts figures in the place of those with the same names, and writes both files. */
  void replace(Collection<Figure> measured) throws IOException {
    measured.forEach(figure -> byName.put(figure.name(), figure));
    Files.writeString(json, toJson(), UTF_8);
    Files.writeString(markdown, toMarkdown(), UTF_8);
  }

  private String toJson() {
    return byName.values().stream()
        .map(figure -> "  " + figure.toJson())
        .collect(Collectors.joining(",\n", "[\n", "\n]\n"));
  }

  private String toMarkdown() {
    StringBuilder text = new StringBuilder();
    text.append("# Costs of the parts\n\n");
    text.append(
        "Written by `./benchmarks/jmh`; [Testing](../testing.md) tells what it measures.\n");
    text.append("\n| benchmark | ns/op | ± | B/op | measured |\n|---|---:|---:|---:|---|\n");
    for (Figure figure : byName.values()) {
      text.append("| ").append(figure.name());
      text.append(" | ").append(figure.nanosText());
      text.append(" | ").append(figure.errorText());
      text.append(" | ").append(figure.bytesText());
      text.append(" | ").append(figure.date()).append(figure.quick() ? ", quickly" : "");
      text.append(" |\n");
    }
    return text.toString();
  }
}
