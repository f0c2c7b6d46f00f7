package dev.tattle.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
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
  void aProgramReadsOneObjectALine() throws Exception {
    Log log = new Log(Log.Level.INFO, Log.Format.JSON, new PrintStream(bytes, true, UTF_8));
    log.setNode("n1");
    Json peers = Json.array(Json.of("n2"));
    log.event(Log.Level.WARN, "cut-off", "cut \"n2\"\noff", "peers", peers, "count", 1);
    log.error("it failed", new IllegalStateException("why"));
    log.event(Log.Level.DEBUG, "detail", "not shown");
    List<String> lines = bytes.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(2);
    Map<String, Json> first = fields(lines.get(0));
    assertThat(first.keySet())
        .containsExactly("time", "level", "node", "event", "text", "peers", "count");
    assertThat(first)
        .containsEntry("level", Json.of("warn"))
        .containsEntry("node", Json.of("n1"))
        .containsEntry("event", Json.of("cut-off"))
        .containsEntry("text", Json.of("cut \"n2\"\noff"))
        .containsEntry("peers", peers)
        .containsEntry("count", Json.of(1));
    assertThat(fields(lines.get(1))).containsKey("stack");
    assertThat(lines.get(1)).contains("java.lang.IllegalStateException: why");
  }

  private static Map<String, Json> fields(String line) throws WireException {
    return ((Json.Obj) JsonCodec.parse(line)).fields();
  }

  @Test
  void aPeerThatComesAndGoesDoesNotFillTheLogNorHideOthers() {
    AtomicLong nanos = new AtomicLong();
    PrintStream out = new PrintStream(bytes, true, UTF_8);
    Log log = new Log(Log.Level.INFO, Log.Format.TEXT, out, nanos::get);
    for (int i = 0; i < LineLimit.MOST + 7; i++) {
      log.event(Log.Level.WARN, "peer-lost", "lost n3", "peer", "n3");
    }
    log.event(Log.Level.WARN, "peer-lost", "lost n2", "peer", "n2");
    log.warn("a plain line");
    assertThat(bytes.toString(UTF_8).lines()).hasSize(LineLimit.MOST + 2);
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());
    log.tellLeftOut();
    assertThat(bytes.toString(UTF_8)).doesNotContain("left out");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    log.tellLeftOut();
    assertThat(bytes.toString(UTF_8))
        .endsWith("WARN - 7 more lines of 'peer-lost n3' were left out in a minute\n");
    log.event(Log.Level.WARN, "peer-lost", "lost n3 again", "peer", "n3");
    assertThat(bytes.toString(UTF_8)).endsWith("lost n3 again\n");
  }

  @Test
  void manyKindsOfEventsShareALimitInTheEnd() {
    Log log = log(Log.Level.INFO);
    for (int i = 0; i < LineLimit.MOST_KINDS + 100; i++) {
      log.event(Log.Level.INFO, "peer-lost", "lost", "peer", "n" + i);
    }
    assertThat(bytes.toString(UTF_8).lines()).hasSize(LineLimit.MOST_KINDS + LineLimit.MOST);
    log.end();
    assertThat(bytes.toString(UTF_8))
        .endsWith("80 more lines of 'others' were left out in a minute\n");
  }

  @Test
  void levelsHaveNamesInLowerCase() {
    assertThat(Log.Level.ofName("debug")).contains(Log.Level.DEBUG);
    assertThat(Log.Level.ofName("DEBUG")).isEmpty();
    assertThat(Log.Level.ofName("loud")).isEmpty();
  }
}
