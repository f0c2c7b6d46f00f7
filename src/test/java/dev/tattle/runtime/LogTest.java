package dev.tattle.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class LogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Log log(Log.Level level) {
    return new Log(level, new PrintStream(bytes, true, UTF_8));
  }

  @Test
  void anEventIsOneLineWithTimeLevelAndNode() {
    Log log = log(Log.Level.DEBUG);
    log.info("up");
    log.setNode("n1");
    log.warn("a\nWARN b\u001b[31m");
    assertThat(bytes.toString(UTF_8).lines())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z INFO - up"),
            line -> assertThat(line).endsWith("Z WARN n1 a\uFFFDWARN b\uFFFD[31m"));
  }

  @Test
  void onlyTheLevelAndThoseBeforeItAreLogged() {
    Log log = log(Log.Level.WARN);
    log.debug("d");
    log.info("i");
    assertThat(bytes.toString(UTF_8)).isEmpty();
    log.warn("w");
    log.error("e", new IllegalStateException("why"));
    assertThat(bytes.toString(UTF_8).lines().toList().get(0)).endsWith("WARN - w");
    assertThat(bytes.toString(UTF_8))
        .contains("ERROR - e\njava.lang.IllegalStateException: why\n\tat ");
  }

  @Test
  void levelsHaveNamesInLowerCase() {
    assertThat(Log.Level.ofName("debug")).contains(Log.Level.DEBUG);
    assertThat(Log.Level.ofName("DEBUG")).isEmpty();
    assertThat(Log.Level.ofName("loud")).isEmpty();
  }
}
