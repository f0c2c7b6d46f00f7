package dev.tattle.bench.check;

import static dev.tattle.bench.history.Histories.field;
import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the checks of simulated runs that the workloads' checkers do not make. */
class SimulationCheckersTest {
  private static final Checker SET = new CrashedSetChecker("add");
  private static final Checker COUNTER = new CrashedCounterChecker();

  private static Json.Obj check(Checker checker, String... history) {
    return checker.check(Histories.of(history)).json();
  }

  private static Verdict verdict(Checker checker, String... history) {
    return Verdict.of(check(checker, history));
  }

  @Test
  void elementMayDieWithTheOnlyNodeThatIsKnownToHaveIt() {
    Json.Obj result =
        check(
            SET,
            "0 invoke add 1",
            "0 ok add 1",
            "1 invoke add 2",
            "1 ok add 2",
            "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
            "0 invoke read! null",
            "0 ok read! [2]",
            "1 invoke read! null",
            "1 ok read! [2]");
    assertThat(Verdict.of(result)).isEqualTo(Verdict.VALID);
    assertThat(field(result, "excused")).isEqualTo(json("[1]"));
  }

  /** Its answer may have been on its way when the node was killed. */
  @Test
  void elementMayDieWithANodeThatWasAskedBeforeItWasKilled() {
    assertThat(
            verdict(
                SET,
                "0 invoke add 1",
                "1 invoke add 2",
                "1 ok add 2",
                "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                "0 ok add 1",
                "0 invoke read! null",
                "0 ok read! [2]"))
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void everyJudgementExcusesWhatKillsMayHaveCost() {
    for (String workload : List.of("g-set", "g-counter")) {
      String[] reads =
          workload.equals("g-set") ? new String[] {"[2]", "[]"} : new String[] {"2", "1"};
      for (int i = 0; i < 2; i++) {
        Verdict expected = i == 0 ? Verdict.VALID : Verdict.INVALID;
        assertThat(
                verdict(
                    Workloads.of(workload).checker(true),
                    "0 invoke add 1",
                    "0 ok add 1",
                    "1 invoke add 2",
                    "1 ok add 2",
                    "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                    "0 invoke read! null",
                    "0 ok read! " + reads[i]))
            .as("%s %s", workload, reads[i])
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void nothingIsExcusedOfNodesThatKeepWhatTheyAcknowledge() {
    for (String workload : List.of("g-set", "g-counter")) {
      String read = workload.equals("g-set") ? "[2]" : "2";
      assertThat(
              verdict(
                  Workloads.of(workload).checker(false),
                  "0 invoke add 1",
                  "0 ok add 1",
                  "1 invoke add 2",
                  "1 ok add 2",
                  "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                  "0 invoke read! null",
                  "0 ok read! " + read))
          .as(workload)
          .isEqualTo(Verdict.INVALID);
    }
  }

  @Test
  void elementThatALivingNodeShowedMustBeThere() {
    assertThat(
            verdict(
                SET,
                "0 invoke add 1",
                "0 ok add 1",
                "1 invoke read null",
                "1 ok read [1]",
                "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                "1 invoke read! null",
                "1 ok read! []"))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void elementThatWasAddedAfterTheKillMustBeThere() {
    assertThat(
            verdict(
                SET,
                "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                "0 invoke add 1",
                "0 ok add 1",
                "0 invoke read! null",
                "0 ok read! []"))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void processesOfLaterNumbersTalkToTheSameNodes() {
    assertThat(
            verdict(
                SET,
                "2 invoke add 1",
                "2 ok add 1",
                "3 invoke add 2",
                "3 ok add 2",
                "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                "1 invoke read! null",
                "1 ok read! [2]"))
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void whatAKilledNodeAddedMayBeCountedOrNot() {
    for (String read : List.of("5", "7")) {
      assertThat(
              verdict(
                  COUNTER,
                  "0 invoke add 2",
                  "0 ok add 2",
                  "1 invoke add 5",
                  "1 ok add 5",
                  "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                  "0 invoke read! null",
                  "0 ok read! " + read))
          .isEqualTo(Verdict.VALID);
    }
  }

  @Test
  void whatOthersAddedMustBeCounted() {
    assertThat(
            verdict(
                COUNTER,
                "1 invoke add 5",
                "1 ok add 5",
                "-1 info start-kill {\"n0\":\"killed\",\"n1\":\"spared\"}",
                "0 invoke add 2",
                "0 ok add 2",
                "0 invoke read! null",
                "0 ok read! 5"))
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void nodesAgreeIfTheirLastReadsShowTheSameInAnyOrder() {
    Checker checker = new AgreementChecker();
    String[] same = {
      "0 invoke read null",
      "0 ok read [9]",
      "0 invoke read! null",
      "0 ok read! [1,2]",
      "1 invoke read! null",
      "1 ok read! [2,1]"
    };
    assertThat(verdict(checker, same)).isEqualTo(Verdict.VALID);
    same[5] = "1 ok read! [2]";
    assertThat(verdict(checker, same)).isEqualTo(Verdict.INVALID);
  }
}
