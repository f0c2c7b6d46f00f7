package dev.tattle.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryLinesTest {
  private static final List<NodeId> NODES = List.of(new NodeId("n0"), new NodeId("n1"));

  private static List<String> lines(Operation.Type end, String f, Json error) {
    Operation begin =
        new Operation(0, 2_000_000, Operation.Type.INVOKE, 1, f, Json.of(3), null, false);
    return HistoryLines.of(
        List.of(begin, new Operation(1, 3_000_000, end, 1, f, Json.of(3), error, false)), NODES);
  }

  /** A reader of the first words must learn what was wrong. */
  @Test
  void anErrorBeginsWithItsNameAndReason() {
    String why = "expected 'echo' to be any JSON value, but there is no such field: 'echo' has";
    Json error = Json.array(Json.of("malformed-request"), Json.of(why + " x".repeat(200)));
    assertThat(lines(Operation.Type.FAIL, "echo", error).get(0))
        .startsWith("    0.002 s  n1  echo 3: failed, malformed-request: " + why)
        .endsWith("...")
        .hasSizeLessThan(250);
  }

  /** A crash asks nobody anything, so nothing about it is unknown. */
  @Test
  void aCrashSaysWhatItDoes() {
    Operation begin =
        new Operation(0, 2_000_000, Operation.Type.INVOKE, 1, "crash", Json.NULL, null, true);
    Operation end =
        new Operation(1, 2_000_000, Operation.Type.INFO, 1, "crash", Json.NULL, null, true);
    assertThat(HistoryLines.of(List.of(begin, end), NODES))
        .containsExactly(
            "    0.002 s  n1  crash at the end: this client ends, and a new one takes its place");
  }

  @Test
  void anErrorWithoutATextIsItsName() {
    assertThat(lines(Operation.Type.INFO, "echo", Json.array(Json.of("crash"), Json.NULL)))
        .containsExactly("    0.002 s  n1  echo 3: unknown, crash");
    assertThat(lines(Operation.Type.INFO, "echo", Json.of("net-timeout")))
        .containsExactly("    0.002 s  n1  echo 3: unknown, net-timeout");
  }
}
