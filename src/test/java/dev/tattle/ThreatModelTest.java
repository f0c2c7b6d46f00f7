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

/** Each entry of the threat model names tests that carry out the attack, and those tests exist. */
class ThreatModelTest {
  private static final int MOST_ANNOTATIONS = 2;
  private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");

  /** The entries of the threat model: the items of its lists. */
  private static List<String> entries() throws IOException {
    String page = Files.readString(Path.of("src/docs/SECURITY.md"));
    String model = page.substring(page.indexOf("## Threat model"), page.indexOf("## What is not"));
    return Stream.of(model.split("\n- ", -1)).skip(1).toList();
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
  void eachEntryIsAttackedByATestThatExists() throws IOException {
    assertThat(entries()).hasSizeGreaterThan(15);
    for (String entry : entries()) {
      List<MatchResult> named = NAMED.matcher(entry).results().toList();
      assertThat(named).as(entry).isNotEmpty();
      for (MatchResult test : named) {
        assertThat(isTest(source(test.group(1)), test.group(2))).as(test.group()).isTrue();
      }
    }
  }
}
