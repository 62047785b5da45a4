package io.ringloom.example.echo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keeps the code in the project's pages compilable, and their links alive: those at the root, of
 * modules, and under {@code docs}.
 *
 * <p>A block with a top-level type is compiled as a file. Any other holds statements, and is
 * compiled as the body of a method that has a {@code connection} and a {@code server}.
 */
final class DocumentationTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```java\\R(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?![a-z]+:)([^)#\\s]*)(?:#([^)\\s]+))?\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ +(.*)$", Pattern.MULTILINE);
  private static final Pattern TOP_LEVEL_TYPE =
      Pattern.compile(
          "^(?:public |abstract |final |sealed |non-sealed )*"
              + "(?:class|interface|enum|record|@interface) +(\\w+)",
          Pattern.MULTILINE);

  @TempDir private Path classes = Path.of("");

  @TestFactory
  Stream<DynamicTest> java_blocks_compile() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      Matcher blocks = BLOCK.matcher(text);
      while (blocks.find()) {
        String code = blocks.group(1);
        String name = root().relativize(page) + ":" + lineOf(text, blocks.toMatchResult());
        tests.add(DynamicTest.dynamicTest(name, () -> assertThat(compile(code)).isEmpty()));
      }
    }
    return tests.stream();
  }

  @Test
  void the_front_page_has_a_program() throws IOException {
    assertThat(Files.readString(root().resolve("README.md")))
        .containsPattern(BLOCK)
        .containsPattern(TOP_LEVEL_TYPE);
  }

  @TestFactory
  Stream<DynamicTest> links_lead_somewhere() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      String name = root().relativize(page).toString();
      tests.add(DynamicTest.dynamicTest(name, () -> assertThat(brokenLinks(page, text)).isEmpty()));
    }
    return tests.stream();
  }

  @Test
  void links_that_lead_nowhere_are_found() throws IOException {
    Path page = root().resolve("README.md");
    String text =
        "[a](LICENSE) [b](docs/no.md) [c](https://none.invalid) [d](docs/tls.md#no) [e](#try-it)";
    assertThat(brokenLinks(page, text)).containsExactly("](docs/no.md)", "](docs/tls.md#no)");
  }

  @Test
  void code_that_does_not_compile_is_found() {
    assertThat(compile("connection.reed(null);")).contains("cannot find symbol");
    assertThat(compile("connection.flush(); server.shutdown();")).isEmpty();
  }

  /** The pages at the root, those of modules, and all under {@code docs}. */
  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    addPages(root(), 1, pages);
    try (Stream<Path> modules = Files.list(root())) {
      for (Path module : modules.filter(Files::isDirectory).sorted().toList()) {
        addPages(module, module.endsWith("docs") ? Integer.MAX_VALUE : 1, pages);
      }
    }
    return pages;
  }

  private static void addPages(Path folder, int depth, List<Path> pages) throws IOException {
    try (Stream<Path> files = Files.walk(folder, depth)) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
  }

  /** Returns those links of a page that lead nowhere; links to other sites are not followed. */
  private static List<String> brokenLinks(Path page, String text) throws IOException {
    List<String> broken = new ArrayList<>();
    Matcher links = LINK.matcher(text);
    while (links.find()) {
      Path target = links.group(1).isEmpty() ? page : page.resolveSibling(links.group(1));
      String heading = links.group(2);
      if (!Files.exists(target)) {
        broken.add(links.group());
      } else if (heading != null && !headings(Files.readString(target)).contains(heading)) {
        broken.add(links.group());
      }
    }
    return broken;
  }

  /** Returns the headings of a page as links name them. */
  private static List<String> headings(String text) {
    return HEADING
        .matcher(text)
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w -]", "").strip().replace(' ', '-'))
        .toList();
  }

  /** Returns the folder that holds the whole project. */
  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    assertThat(folder).as("the folder that holds the Maven wrapper").isNotNull();
    return folder;
  }

  private static long lineOf(String text, MatchResult match) {
    return 1 + text.substring(0, match.start()).lines().count();
  }

  /** Compiles a block and returns what the compiler says, nothing if all is well. */
  private String compile(String code) {
    Matcher type = TOP_LEVEL_TYPE.matcher(code);
    Source source =
        type.find() ? new Source(type.group(1), code) : new Source("Snippet", asMethodBody(code));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                List.of("-proc:none", "-d", classes.toString()),
                null,
                List.of(source))
            .call();
    return compiled ? "" : messages.toString();
  }

  private static String asMethodBody(String statements) {
    return """
        import module java.base;
        import io.ringloom.*;
        import io.ringloom.tls.*;
        import static java.nio.charset.StandardCharsets.*;
        class Snippet {
          void snippet(Connection connection, Server server) throws Exception {
            %s
          }
        }
        """
        .formatted(statements);
  }

  /** A file that only the compiler sees. */
  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String type, String code) {
      super(URI.create("snippet:///" + type + ".java"), JavaFileObject.Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return code;
    }
  }
}
