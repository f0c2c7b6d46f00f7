package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Nodes with one fault each get the exit status that the real Maelstrom gave them, and a warning.
 * First of all tests, because these wait most.
 */
@Order(1)
@Execution(ExecutionMode.CONCURRENT)
class MaelstromVerdictsIT {
  private static final Path NODE = Launchers.RESOURCES.resolve("nodes/raw-node");
  private static final int SECONDS = 3;

  /** Long enough for a reply after six seconds. */
  private static final int LATE_SECONDS = 9;

  private static final String REPLY =
      "{\"src\":\"$ME\",\"dest\":\"$CLIENT\",\"body\":{\"in_reply_to\":$ID,%s}}";
  private static final String TO_PEER = "{\"src\":\"$ME\",\"dest\":\"$PEER\",\"body\":{%s}}";
  private static final String FREE =
      String.join(
          "\n",
          TO_PEER.formatted("\"type\":\"x\",\"msg_id\":\"a\""),
          TO_PEER.formatted("\"type\":\"x\",\"msg_id\":1.5"),
          TO_PEER.formatted("\"type\":\"x\",\"msg_id\":null"),
          TO_PEER.formatted("\"type\":\"x\",\"msg_id\":123456789012345678901234567890"),
          TO_PEER.formatted("\"type\":\"x\",\"in_reply_to\":null"),
          TO_PEER.formatted("\"type\":5"),
          TO_PEER.formatted("\"hello\":1"),
          TO_PEER.formatted(""));

  /**
   * @param status that the real one ends with
   * @param warning of ours; empty if there is none
   */
  private record Case(
      String workload, String when, String how, String text, int status, String warning) {
    @Override
    public String toString() {
      return String.join(" ", workload, when, how, text);
    }
  }

  private static String reply(String fields) {
    return REPLY.formatted(fields);
  }

  static final List<Case> CASES =
      List.of(
          new Case("echo", "third", "before", "debug: got a request", 0, "garbage"),
          new Case("echo", "third", "before", "", 0, "garbage"),
          new Case("echo", "third", "before", "NaN", 0, "garbage"),
          new Case("echo", "init", "before", "Starting up", 255, "no-init-ok"),
          new Case("echo", "init", "instead", "", 255, "no-init-ok"),
          new Case(
              "echo",
              "init",
              "instead",
              reply("\"type\":\"init_ok\"").replace("$ID", "99"),
              255,
              "no-init-ok"),
          new Case("echo", "always", "instead", "$RIGHT$RIGHT", 0, "odd-line"),
          new Case("echo", "always", "instead", "$RIGHT$OPEN", 1, "odd-line"),
          new Case(
              "unique-ids",
              "always",
              "instead",
              reply("\"type\":\"generate_ok\",\"id\":\"\u00e9$ME $CLIENT $ID\""),
              0,
              "odd-line"),
          new Case(
              "unique-ids", "third", "instead", reply("\"type\":\"generate_ok\",\"id\":7"), 2, ""),
          new Case(
              "echo",
              "third",
              "before",
              TO_PEER.formatted("").replace("$PEER", "n99"),
              0,
              "garbage"),
          new Case(
              "echo",
              "third",
              "before",
              TO_PEER.formatted("").replace("$PEER", "c999"),
              0,
              "garbage"),
          new Case(
              "echo", "third", "before", TO_PEER.formatted("").replace("$ME", "n77"), 0, "garbage"),
          new Case(
              "echo",
              "third",
              "before",
              "{\"time\":5," + TO_PEER.formatted("").substring(1),
              0,
              "garbage"),
          new Case(
              "broadcast",
              "third",
              "before",
              TO_PEER.formatted("").replace("$ME", "n1"),
              0,
              "odd-line"),
          new Case("broadcast", "third", "before", FREE, 0, ""),
          new Case(
              "echo", "always", "instead", reply("\"type\":\"foo_ok\"$REST"), 1, "malformed-reply"),
          new Case(
              "echo", "third", "instead", reply("\"type\":\"foo_ok\"$REST"), 0, "malformed-reply"),
          new Case(
              "echo",
              "third",
              "instead",
              reply("\"type\":\"echo_ok\",\"extra\":null$REST"),
              0,
              "malformed-reply"),
          new Case(
              "echo",
              "third",
              "instead",
              reply("\"type\":\"echo_ok\",\"msg_id\":\"a\"$REST"),
              0,
              "malformed-reply"),
          new Case(
              "echo",
              "third",
              "instead",
              reply("\"type\":\"error\",\"code\":\"busy\""),
              0,
              "malformed-reply"),
          new Case("echo", "third", "instead", reply("\"type\":\"error\",\"code\":11"), 1, ""),
          new Case(
              "echo",
              "always",
              "instead",
              reply("\"type\":\"echo_ok\"$REST").replace("$ID", "\"$ID\""),
              1,
              "unasked-reply"),
          new Case(
              "unique-ids",
              "third",
              "instead",
              reply("\"type\":\"generate_ok\"$REST").replace("$ID", "null"),
              0,
              "unasked-reply"),
          new Case("echo", "third", "before", "$RIGHT", 0, "unasked-reply"),
          new Case("echo", "third", "late", "", 0, "late-reply"),
          new Case("unique-ids", "third", "late", "", 0, ""),
          new Case("echo", "third", "exit", "3", 255, "died"),
          new Case(
              "broadcast",
              "topology",
              "instead",
              reply("\"type\":\"error\",\"code\":10"),
              255,
              "no-setup"),
          new Case(
              "broadcast",
              "read",
              "instead",
              reply("\"type\":\"read_ok\",\"messages\":null"),
              1,
              ""),
          new Case(
              "broadcast",
              "read",
              "instead",
              reply("\"type\":\"read_ok\",\"messages\":$TEXTS"),
              1,
              "other-type"),
          new Case(
              "g-set",
              "read",
              "instead",
              reply("\"type\":\"read_ok\",\"value\":$TWICE"),
              0,
              "shown-twice"),
          new Case(
              "g-set",
              "read",
              "instead",
              reply("\"type\":\"read_ok\",\"value\":$ALIEN"),
              0,
              "never-added"),
          new Case("g-set", "add", "instead", reply("\"type\":\"error\",\"code\":11"), 1, ""),
          new Case(
              "pn-counter", "third", "instead", reply("\"type\":\"error\",\"code\":11"), 0, ""),
          new Case(
              "pn-counter",
              "final",
              "instead",
              reply("\"type\":\"error\",\"code\":11"),
              0,
              "no-final-read"),
          new Case("pn-counter", "final", "instead", "", 0, "no-final-read"));

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path directory;

  private static BenchRun run(Case test) throws Exception {
    Path own = Files.createTempDirectory(directory, "case");
    String options =
        "test -w %s --bin %s --node-count 2 --rate 25 --time-limit %d --"
            .formatted(test.workload, NODE, test.how.equals("late") ? LATE_SECONDS : SECONDS);
    List<String> line = new ArrayList<>(List.of(options.split(" ")));
    line.addAll(List.of(test.workload, test.when, test.how, test.text));
    return BenchRun.of(own, line.toArray(String[]::new));
  }

  @ParameterizedTest
  @FieldSource("CASES")
  void theVerdictIsMaelstromsAndTheWarningOurs(Case test) throws Exception {
    BenchRun run = run(test);
    assertThat(run.status()).as(run.toString()).isEqualTo(test.status);
    Set<String> warnings = warnings(run);
    if (test.warning.isEmpty()) {
      assertThat(warnings).isEmpty();
    } else {
      assertThat(warnings).contains(test.warning);
      assertThat(run.out()).as("told first").containsPattern("\\A(why|warnings) ");
    }
    assertThat(run.check(test.workload).status()).as("check is test").isEqualTo(test.status);
  }

  private static Set<String> warnings(BenchRun run) throws Exception {
    Set<String> kinds = new LinkedHashSet<>();
    List<Json> told = new ArrayList<>(run.list("nodes", "problems"));
    if (((Json.Obj) run.result("workload")).fields().get("warnings") instanceof Json.Arr more) {
      told.addAll(more.items());
    }
    told.forEach(problem -> kinds.add(((Json.Text) kind(problem)).value()));
    return kinds;
  }

  private static Json kind(Json problem) {
    return ((Json.Obj) problem).fields().getOrDefault("kind", Json.NULL);
  }
}
