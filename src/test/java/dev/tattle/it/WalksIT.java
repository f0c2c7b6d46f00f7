package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Follows the walks of the pages to the letter: writes their programs, runs their commands one
 * after the other, applies their changes, and finds the output that they show.
 */
@Execution(ExecutionMode.CONCURRENT)
class WalksIT {
  private static final Pattern PROGRAM =
      Pattern.compile("^`([\\w.-]+)`:\n```\\w+\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private static final Pattern CHANGED = Pattern.compile("^--- (\\S+)\n[+]{3} .*\n@@.*\n");

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private final List<String> exports = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "TESTING.md, Replay a failing seed",
    "TESTING.md, Write a workload + Write a checker + Break a node on purpose",
    "TEST-YOUR-OWN-NODE.md, From a failing seed to a fix"
  })
  void walkGoesAsThePageSays(String page, String titles) throws Exception {
    String text = text(page);
    link();
    StringBuilder walk = new StringBuilder();
    for (String title : titles.split(" \\+ ", -1)) {
      walk.append(Pages.section(text, title));
    }
    follow(walk.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "README + 1-echo",
        "2-unique-ids",
        "3-broadcast",
        "4-counter",
        "5-kafka",
        "6-transactions",
        "failing-seed"
      })
  void tutorialGoesAsItsPagesSay(String pages) throws Exception {
    link();
    exports.add("export TATTLE_CLASSPATH=target/test-classes");
    for (String page : pages.split(" \\+ ", -1)) {
      follow(text("tutorial/" + page + ".md"));
    }
  }

  private static String text(String page) throws IOException {
    return Files.readString(Launchers.ROOT.resolve("src/docs").resolve(page));
  }

  private void link() throws IOException {
    Launchers.linkInto(directory);
    Files.createDirectory(directory.resolve("store"));
  }

  private void follow(String section) throws Exception {
    Matcher programs = PROGRAM.matcher(section);
    while (programs.find()) {
      Files.writeString(directory.resolve(programs.group(1)), programs.group(2));
    }
    String output = "";
    Matcher blocks = Pages.FENCE.matcher(section);
    while (blocks.find()) {
      String text = blocks.group(2);
      switch (blocks.group(1)) {
        case "sh" -> output = run(text);
        case "diff" -> change(text);
        case "" -> assertShows(output, text);
        default -> {} // A program, or a part of one.
      }
    }
    assertThat(output).isNotEmpty();
  }

  /** A line that ends in … is only the beginning of one. */
  private static void assertShows(String output, String text) {
    List<String> lines = output.lines().map(String::strip).toList();
    for (String shown : text.lines().map(String::strip).toList()) {
      if (shown.endsWith("…")) {
        String beginning = shown.substring(0, shown.length() - 1);
        assertThat(lines).anyMatch(line -> line.startsWith(beginning));
      } else {
        assertThat(lines).contains(shown);
      }
    }
  }

  private String run(String commands) throws Exception {
    String shell =
        commands
            .lines()
            .filter(line -> !line.startsWith("mvn "))
            .reduce("", (a, b) -> a + "\n" + b);
    String before = String.join("\n", exports);
    commands.lines().filter(line -> line.startsWith("export ")).forEach(exports::add);
    String path =
        Path.of(System.getProperty("java.home"), "bin")
            + File.pathSeparator
            + System.getenv("PATH");
    Map<String, String> environment = Map.of("PATH", path);
    BenchRun run =
        BenchRun.of(directory, Path.of("/bin/sh"), environment, "-c", before + "\n" + shell);
    assertThat(run.status()).as(shell + "\n" + run).isIn(0, 1);
    return run.out();
  }

  /** Applies a change as {@code patch} does: each part replaces what it shows. */
  private void change(String diff) throws IOException {
    Matcher name = CHANGED.matcher(diff);
    assertThat(name.find()).isTrue();
    Path file = directory.resolve(name.group(1));
    String text = Files.readString(file);
    for (String part : diff.substring(name.end()).split("(?m)^@@.*\n", -1)) {
      String old = lines(part, '+');
      assertThat(text).as(part).containsOnlyOnce(old);
      text = text.replace(old, lines(part, '-'));
    }
    Files.writeString(file, text);
  }

  /** The lines of a part of a change, but for those with this sign. */
  private static String lines(String part, char without) {
    StringBuilder lines = new StringBuilder();
    part.lines()
        .filter(line -> line.isEmpty() || line.charAt(0) != without)
        .forEach(line -> lines.append(line.isEmpty() ? line : line.substring(1)).append('\n'));
    return lines.toString();
  }

  @AfterEach
  void unlink() throws IOException {
    Launchers.unlink(directory);
  }
}
