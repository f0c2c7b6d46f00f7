package dev.tattle.bench.check;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.kafka.KafkaChecker;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.wire.EdnCodec;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares our checkers with the real ones, on histories that real Maelstrom recorded. */
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
    Judgement judgement = Workloads.of(workload).judgement(Demands.NONE);

    Json.Obj ours =
        judgement.judge(Histories.recorded(name), (Json.Obj) real.fields().get("net")).json();

    // As text, so that the order of the fields counts too.
    assertThat(JsonCodec.formatPretty(ours)).isEqualTo(JsonCodec.formatPretty(real));
  }

  /** Reads the files as a real Maelstrom stores them. */
  @ParameterizedTest
  @ValueSource(strings = {"broadcast", "g-set", "pn-counter"})
  void judgesItsOwnFilesAsMaelstromDid(String workload) throws Exception {
    String name = workload + "-real";
    Json.Obj real;
    List<Operation> history;
    try (InputStream in = Histories.open(name + ".results.edn")) {
      real = withoutSamples(EdnCodec.parse(new String(in.readAllBytes(), UTF_8)));
    }
    try (InputStream in = Histories.open(name + ".edn")) {
      history = HistoryCodec.read(in, name);
    }
    Judgement judgement = Workloads.of(workload).judgement(Demands.NONE);
    Json.Obj ours = judgement.judge(history, null).json();
    for (String part : List.of("valid?", "workload", "stats", "availability")) {
      assertThat(ours.fields().get(part)).as(part).isEqualTo(real.fields().get(part));
    }
  }

  /** The real checkers add a few of the stalest elements, which ours leave to the page. */
  private static Json.Obj withoutSamples(Json results) {
    Map<String, Json> all = new LinkedHashMap<>(((Json.Obj) results).fields());
    Map<String, Json> workload =
        new LinkedHashMap<>(((Json.Obj) Histories.field((Json.Obj) results, "workload")).fields());
    workload.remove("worst-stale");
    all.put("workload", new Json.Obj(workload));
    return new Json.Obj(all);
  }

  /** Our results also have the quantiles of the lag. */
  @Test
  void judgesLogsAsMaelstromDid() throws IOException {
    Json.Obj real =
        (Json.Obj) Histories.field(Histories.results("kafka-valid-two-nodes"), "workload");
    Findings ours = new KafkaChecker().check(Histories.recorded("kafka-valid-two-nodes"));
    Map<String, Json> fields = new LinkedHashMap<>(ours.json().fields());
    assertThat(fields.remove("realtime-lag"))
        .isEqualTo(Histories.json("{\"0\":0,\"0.5\":0,\"0.95\":25408,\"0.99\":29314,\"1\":29919}"));
    assertThat(JsonCodec.formatPretty(new Json.Obj(fields)))
        .isEqualTo(JsonCodec.formatPretty(real));
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
