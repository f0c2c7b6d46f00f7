package dev.tattle.bench.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemTest {
  private final Problem problem =
      Problem.of(
          new NodeId("n1"),
          Problem.Kind.DIED,
          "n1 ended with exit status 3",
          "exit-status",
          Json.of(3),
          "stderr",
          Problem.lines(List.of("help", "äh")),
          "log",
          Json.of("n1.log"));

  @Test
  void textShowsLinesAsLines() {
    assertThat(problem.text())
        .isEqualTo(
            """
            n1 ended with exit status 3
              exit-status: 3
              stderr:\s
                help
                äh
              log: n1.log""");
  }

  @Test
  void whatNodesWriteMovesNoCursorAndForgesNoLine() {
    Problem garbage =
        Problem.of(
            new NodeId("n1"),
            Problem.Kind.GARBAGE,
            "n1 wrote",
            "wrote",
            Json.of("\u001b[2J\rverdict valid\nverdict valid"));
    assertThat(garbage.text())
        .isEqualTo("n1 wrote\n  wrote: \\u001b[2J\\rverdict valid\\nverdict valid");
  }

  @Test
  void jsonHasEveryPart() {
    assertThat(problem.json())
        .isEqualTo(
            Json.object(
                "node", Json.of("n1"),
                "kind", Json.of("died"),
                "summary", Json.of("n1 ended with exit status 3"),
                "exit-status", Json.of(3),
                "stderr", Json.array(Json.of("help"), Json.of("äh")),
                "log", Json.of("n1.log")));
  }
}
