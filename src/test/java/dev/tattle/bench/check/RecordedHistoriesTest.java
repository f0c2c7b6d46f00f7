package dev.tattle.bench.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Our checkers against the real ones, on histories that real Maelstrom recorded. */
class RecordedHistoriesTest {
  @ParameterizedTest
  @CsvSource({
    "echo, echo-valid",
    "broadcast, broadcast-valid-partition",
    "broadcast, broadcast-lost-values-partition",
    "g-set, g-set-valid-partition",
    "g-counter, g-counter-valid-partition",
    "pn-counter, pn-counter-valid-partition"
  })
  void judgesAsMaelstromDid(String workload, String name) throws IOException {
    Json.Obj real = Histories.results(name);
    Judgement judgement = Workloads.of(workload).judgement(AvailabilityChecker.NONE, true);

    Json.Obj ours =
        judgement.judge(Histories.recorded(name), (Json.Obj) real.fields().get("net")).json();

    // As text, so that the order of the fields counts too.
    assertThat(JsonCodec.formatPretty(ours)).isEqualTo(JsonCodec.formatPretty(real));
  }

  @Test
  void countsFailuresAsMaelstromDid() throws IOException {
    String name = "lin-kv-valid";
    Judgement judgement =
        new Judgement(
            history -> new Findings(Verdict.VALID, "", List.of()), AvailabilityChecker.NONE);

    Json.Obj ours = judgement.judge(Histories.recorded(name), null).json();

    for (String part : List.of("stats", "availability")) {
      assertThat(ours.fields().get(part)).isEqualTo(Histories.results(name).fields().get(part));
    }
  }
}
