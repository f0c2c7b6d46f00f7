package dev.tattle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnClassesTest {
  @TempDir Path directory;

  @Test
  void withoutTheVariableItIsNamed() {
    assertThat(OwnClasses.hint(null))
        .isEqualTo("for classes of your own set TATTLE_CLASSPATH to their jars and folders");
  }

  @Test
  void placesThatAreThereAreOnlyNamed() {
    String both = directory + File.pathSeparator + directory.resolve("*");
    assertThat(OwnClasses.hint(both))
        .isEqualTo("looked for classes of your own in TATTLE_CLASSPATH=" + both);
  }

  /** A relative path fails in another folder, so the whole path is told. */
  @Test
  void placesThatAreMissingAreNamedInFull() {
    String there = directory.toString();
    assertThat(OwnClasses.hint("none" + File.pathSeparator + there))
        .endsWith(", but there is no " + Path.of("none").toAbsolutePath());
    assertThat(OwnClasses.hint("none" + File.pathSeparator + "mine.jar"))
        .endsWith(" and no " + Path.of("mine.jar").toAbsolutePath());
  }
}
