package dev.tattle.bench.check.strong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Histories;
import org.junit.jupiter.api.Test;

/** Histories of strong counters, right and wrong. */
class StrongCountersCheckerTest {
  private static Findings check(String... entries) {
    return new StrongCountersChecker().check(Histories.of(entries));
  }

  private static void assertRight(String... entries) {
    Findings findings = check(entries);
    assertThat(findings.verdict()).as(findings.toString()).isEqualTo(Verdict.VALID);
  }

  private static void assertWrong(String reason, String... entries) {
    Findings findings = check(entries);
    assertThat(findings.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(findings.reason()).isEqualTo(reason);
  }

  @Test
  void rightAnswersOfAllKindsAreRight() {
    assertRight(
        "0 invoke add [\"a\",{\"delta\":5}]",
        "0 ok add [\"a\",{\"delta\":5,\"value\":5}]",
        "0 invoke bounds [\"a\",{\"min\":0,\"max\":9}]",
        "0 ok bounds [\"a\",{\"min\":0,\"max\":9,\"value\":5}]",
        "0 invoke reserve [\"a\",{\"count\":5}]",
        "0 ok reserve [\"a\",{\"count\":5,\"refused\":true}]",
        "0 invoke cas [\"a\",{\"from\":4,\"to\":6}]",
        "0 ok cas [\"a\",{\"from\":4,\"to\":6,\"refused\":true}]",
        "0 invoke cas [\"a\",{\"from\":5,\"to\":6}]",
        "0 ok cas [\"a\",{\"from\":5,\"to\":6,\"value\":6}]",
        "0 invoke get_and_reset [\"a\",{}]",
        "0 ok get_and_reset [\"a\",{\"value\":6}]",
        "0 invoke read [\"a\",{}]",
        "0 ok read [\"a\",{\"value\":0}]");
  }

  @Test
  void refusalWithoutReasonIsNotLinearizable() {
    assertWrong(
        "1 key is not linearizable",
        "0 invoke cas [\"a\",{\"from\":0,\"to\":6}]",
        "0 ok cas [\"a\",{\"from\":0,\"to\":6,\"refused\":true}]");
  }

  @Test
  void failedOperationMustNotHaveHappened() {
    assertWrong(
        "1 key is not linearizable",
        "0 invoke add [\"a\",{\"delta\":6}]",
        "0 fail add [\"a\",{\"delta\":6}]",
        "0 invoke read [\"a\",{}]",
        "0 ok read [\"a\",{\"value\":6}]");
  }

  /** The end of the first attempt is unknown; the second attempt shows it. */
  @Test
  void keyCountsOnce() {
    String[] entries = {
      "0 invoke add [\"a\",{\"delta\":5,\"key\":\"k\"}]",
      "0 info add [\"a\",{\"delta\":5,\"key\":\"k\"}]",
      "1 invoke read [\"a\",{}]",
      "1 ok read [\"a\",{\"value\":5}]",
      "1 invoke add [\"a\",{\"delta\":5,\"key\":\"k\"}]",
      "1 ok add [\"a\",{\"delta\":5,\"key\":\"k\",\"value\":5}]",
      "2 invoke read [\"a\",{}]",
      "2 ok read [\"a\",{\"value\":5}]"
    };
    assertRight(entries);
    entries[5] = "1 ok add [\"a\",{\"delta\":5,\"key\":\"k\",\"value\":10}]";
    entries[7] = "2 ok read [\"a\",{\"value\":10}]";
    assertWrong("1 key is not linearizable", entries);
  }

  @Test
  void sameKeyHasOneAnswer() {
    assertWrong(
        "two-answers (1)",
        "0 invoke add [\"a\",{\"delta\":0,\"key\":\"k\"}]",
        "0 ok add [\"a\",{\"delta\":0,\"key\":\"k\",\"value\":0}]",
        "0 invoke add [\"a\",{\"delta\":0,\"key\":\"k\"}]",
        "0 ok add [\"a\",{\"delta\":0,\"key\":\"k\",\"refused\":true}]");
  }

  private static boolean finds(String anomaly, String... entries) {
    Findings findings = check(entries);
    return findings.verdict() == Verdict.INVALID
        && findings.of(Finding.Anomaly.class).anyMatch(each -> each.name().equals(anomaly));
  }

  @Test
  void numbersComeOnceInOrderAndNoneIsMissing() {
    String[] first = {"0 invoke next [\"t\",{}]", "0 ok next [\"t\",{\"value\":1}]"};
    assertRight(first);
    assertThat(
            finds(
                "number-twice",
                "1 invoke reserve [\"t\",{\"count\":2}]",
                first[0],
                first[1],
                "1 ok reserve [\"t\",{\"count\":2,\"first\":1,\"last\":2}]"))
        .isTrue();
    assertThat(
            finds(
                "out-of-order",
                "1 invoke reserve [\"t\",{\"count\":2}]",
                "1 ok reserve [\"t\",{\"count\":2,\"first\":2,\"last\":3}]",
                first[0],
                first[1]))
        .isTrue();
    assertThat(
            finds(
                "stale-read",
                first[0],
                first[1],
                "0 invoke read [\"t\",{}]",
                "0 ok read [\"t\",{\"value\":0}]"))
        .isTrue();
    assertThat(finds("number-missing", first[0], "0 ok next [\"t\",{\"value\":2}]")).isTrue();
    assertRight(
        "1 invoke next [\"t\",{}]",
        "1 info next [\"t\",{}]",
        first[0],
        "0 ok next [\"t\",{\"value\":2}]");
  }

  @Test
  void localReadMayBeOldButNotAhead() {
    assertRight(
        "0 invoke next [\"t\",{}]",
        "0 ok next [\"t\",{\"value\":1}]",
        "0 invoke read [\"t\",{\"consistency\":\"local\"}]",
        "0 ok read [\"t\",{\"consistency\":\"local\",\"value\":0}]");
    assertThat(
            finds(
                "never-counted",
                "0 invoke read [\"t\",{\"consistency\":\"local\"}]",
                "0 ok read [\"t\",{\"consistency\":\"local\",\"value\":1}]"))
        .isTrue();
  }
}
