package dev.tattle.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemsTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final Map<String, Json> NOTHING =
      Map.of("stdout", Json.array(), "log", Json.of("n0.log"));

  private static Problem problem(Problem.Kind kind) {
    return Problem.of(NODE, kind, "n0 did not answer 'init' in time");
  }

  @Test
  void whatANodeSaidLastIsToldWhereItMayBeWhatWasMissed() {
    Map<String, Json> said = Map.of("stdout", Json.array(Json.of("{\"type\":\"init_ok\"}")));
    Problem told = Problems.withLastWords(problem(Problem.Kind.NO_INIT_OK), node -> said);
    assertThat(told.details()).containsAllEntriesOf(said);
    assertThat(told.summary()).isEqualTo("n0 did not answer 'init' in time");
    Problem other = problem(Problem.Kind.MALFORMED_REPLY);
    assertThat(Problems.withLastWords(other, node -> said)).isEqualTo(other);
  }

  @Test
  void aNodeThatSentNothingIsToldSo() {
    Problem told = Problems.withLastWords(problem(Problem.Kind.NO_INIT_OK), node -> NOTHING);
    assertThat(told.summary()).isEqualTo("n0 did not answer 'init' in time: it sent nothing");
    Problem simulated = problem(Problem.Kind.NO_FINAL_READ);
    assertThat(Problems.withLastWords(simulated, node -> Map.of())).isEqualTo(simulated);
  }

  @Test
  void aReplyThatNobodyWaitsForIsToldWithTheRequestThatWaits() {
    Body reply = Body.of("echo_ok").withInReplyTo(99);
    Problem told = Problems.unasked(new Message(NODE, new NodeId("c3"), reply), 4L);
    assertThat(told.summary())
        .isEqualTo("n0 sent c3 a reply that names request 99, which nobody waits for");
    assertThat(told.details())
        .containsEntry("expected", Json.of("\"in_reply_to\":4, the request's msg_id, once"));
    Message nameless = new Message(NODE, new NodeId("c3"), Body.of("echo_ok"));
    assertThat(Problems.unasked(nameless, null).summary()).endsWith("that names no request");
  }

  @Test
  void whatBrokeTheRunComesFirstHoweverManyWarningsThereWere() {
    Problems problems = new Problems();
    for (int i = 0; i < 1_000; i++) {
      problems.add(problem(Problem.Kind.MALFORMED_REPLY));
    }
    problems.add(problem(Problem.Kind.DIED));
    assertThat(problems.count()).isEqualTo(1_001);
    assertThat(problems.kept()).hasSizeLessThan(50);
    assertThat(problems.kept().get(0).kind()).isEqualTo(Problem.Kind.DIED);
    assertThat(problems.kept().get(0).details()).doesNotContainKey("count");
    assertThat(problems.kept().get(1).details()).containsEntry("count", Json.of(1_000));
    assertThat(problems.kept().get(2).details()).doesNotContainKey("count");
  }
}
