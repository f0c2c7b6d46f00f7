package dev.tattle.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * TESTING shows the whole files of the max-register, but for their package. {@code WalksIT} copies
 * them from the page and runs its commands.
 */
class TestingPageTest {
  private static final Pattern BLOCK = Pattern.compile("^```java$", Pattern.MULTILINE);
  private static final Pattern SHOWN =
      Pattern.compile("^`(\\w+[.]java)`:\n```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  @Test
  void filesOfThePageAreTheSources() throws IOException {
    String page = Files.readString(Path.of("src/docs/TESTING.md"));
    Map<String, String> shown = new LinkedHashMap<>();
    SHOWN.matcher(page).results().forEach(file -> shown.put(file.group(1), file.group(2)));
    assertThat(shown)
        .containsOnlyKeys(
            "MaxRegisterWorkload.java",
            "MaxRegisterChecker.java",
            "MaxRegisterNode.java",
            "LastWinsRegister.java");
    assertThat(BLOCK.matcher(page).results()).as("no code is without a file").hasSize(4);
    for (Map.Entry<String, String> file : shown.entrySet()) {
      Path source = Path.of("src/test/java/dev/tattle/newcomer", file.getKey());
      assertThat(Files.readString(source))
          .isEqualTo("package dev.tattle.newcomer;\n\n" + file.getValue());
    }
  }
}
