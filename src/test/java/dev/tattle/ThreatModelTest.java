package dev.tattle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each line of the threat model names tests that attack it, and they are there. */
class ThreatModelTest {
  private static final int MOST_ANNOTATIONS = 2;
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  private static List<String> lines() throws IOException {
    String page = Files.readString(Path.of("src/docs/SECURITY.md"));
    String model = page.substring(page.indexOf("## Threat model"), page.indexOf("## What is not"));
    return model.lines().filter(line -> line.startsWith("| ")).skip(2).toList();
  }

  private static List<String> source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file =
          files.filter(path -> path.endsWith(name + ".java")).findFirst().orElse(Path.of("none"));
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
  }

  private static boolean isTest(List<String> source, String method) {
    for (int i = 0; i < source.size(); i++) {
      if (source.get(i).startsWith("  void " + method + "(")) {
        List<String> above = source.subList(Math.max(0, i - MOST_ANNOTATIONS), i);
        return above.contains("  @Test") || above.contains("  @ParameterizedTest");
      }
    }
    return false;
  }

  @Test
  void eachLineIsAttackedByATestThatIsThere() throws IOException {
    assertThat(lines()).hasSizeGreaterThan(15);
    for (String line : lines()) {
      List<MatchResult> named = NAMED.matcher(line).results().toList();
      assertThat(named).as(line).isNotEmpty();
      for (MatchResult test : named) {
        assertThat(isTest(source(test.group(1)), test.group(2))).as(test.group()).isTrue();
      }
    }
  }
}
