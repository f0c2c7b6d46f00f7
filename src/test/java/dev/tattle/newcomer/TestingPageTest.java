package dev.tattle.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** TESTING shows the code of the max-register as it is, and all of it. */
class TestingPageTest {
  private static final Pattern SHOWN =
      Pattern.compile("^```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private static List<String> shown() throws IOException {
    String page = Files.readString(Path.of("src/docs/TESTING.md"));
    return SHOWN.matcher(page).results().map(block -> block.group(1)).toList();
  }

  private static String source(String name) throws IOException {
    return Files.readString(Path.of("src/test/java/dev/tattle/newcomer", name + ".java"));
  }

  @Test
  void codeOfThePageIsInTheSources() throws IOException {
    String sources = source("MaxRegisterWorkload") + source("MaxRegisterNode");
    assertThat(shown()).hasSize(7).allSatisfy(block -> assertThat(sources).contains(block));
  }

  @Test
  void codeOfTheSourcesIsOnThePage() throws IOException {
    List<String> lines = shown().stream().flatMap(String::lines).toList();
    for (String name : List.of("MaxRegisterWorkload", "MaxRegisterNode")) {
      Stream<String> code =
          source(name).lines().filter(line -> !line.matches("(package|import) .*"));
      assertThat(code.toList()).isSubsetOf(Stream.concat(lines.stream(), Stream.of("")).toList());
    }
  }
}
