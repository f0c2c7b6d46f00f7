package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class JudgementTest {
  private static final List<Operation> GOOD = Histories.of("0 invoke read null", "0 ok read []");
  private static final List<Operation> BAD = Histories.of("0 invoke read null", "0 fail read []");

  @Test
  void isValidWhereAllPartsAre() {
    Json.Obj result = judge(Verdict.VALID, AvailabilityChecker.TOTAL, GOOD, net(Verdict.VALID));

    assertThat(result.fields().keySet())
        .containsExactly("valid?", "workload", "net", "stats", "availability");
    assertThat(Verdict.of(result)).isEqualTo(Verdict.VALID);
  }

  @Test
  void leavesOutTheNetworkWhereItIsUnknown() {
    assertThat(judge(Verdict.VALID, AvailabilityChecker.NONE, GOOD, null).fields().keySet())
        .containsExactly("valid?", "workload", "stats", "availability");
  }

  @Test
  void isAsBadAsItsWorstPart() {
    assertThat(verdict(Verdict.UNKNOWN, AvailabilityChecker.TOTAL, GOOD, net(Verdict.VALID)))
        .isEqualTo(Verdict.UNKNOWN);
    assertThat(verdict(Verdict.INVALID, AvailabilityChecker.NONE, GOOD, null))
        .isEqualTo(Verdict.INVALID);
    assertThat(verdict(Verdict.VALID, AvailabilityChecker.NONE, GOOD, net(Verdict.INVALID)))
        .isEqualTo(Verdict.INVALID);
    assertThat(verdict(Verdict.UNKNOWN, AvailabilityChecker.NONE, BAD, null))
        .as("a function never succeeded")
        .isEqualTo(Verdict.INVALID);
  }

  @Test
  void isInvalidWhereAvailabilityIs() {
    List<Operation> half =
        Histories.of("0 invoke read null", "0 ok read []", "0 invoke read null", "0 fail read []");

    assertThat(verdict(Verdict.VALID, AvailabilityChecker.NONE, half, null))
        .isEqualTo(Verdict.VALID);
    assertThat(verdict(Verdict.VALID, AvailabilityChecker.TOTAL, half, null))
        .isEqualTo(Verdict.INVALID);
  }

  private static Json.Obj net(Verdict verdict) {
    return (Json.Obj) Json.object("valid?", verdict.json());
  }

  private static Verdict verdict(
      Verdict workload,
      AvailabilityChecker availability,
      List<Operation> history,
      Json.@Nullable Obj net) {
    return Verdict.of(judge(workload, availability, history, net));
  }

  private static Json.Obj judge(
      Verdict workload,
      AvailabilityChecker availability,
      List<Operation> history,
      Json.@Nullable Obj net) {
    return new Judgement(ignored -> new Findings(workload, "", List.of()), availability)
        .judge(history, net)
        .json();
  }
}
