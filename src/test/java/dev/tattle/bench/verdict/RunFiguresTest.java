package dev.tattle.bench.verdict;

import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.check.Verdict;
import dev.tattle.core.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RunFiguresTest {
  private final RunFigures figures = new RunFigures();

  private void add(String messages, long... sortedMillis) {
    String net = "{\"servers\":{\"msgs-per-op\":" + messages + "}}";
    addResults(json("{\"net\":" + net + "}"), sortedMillis);
  }

  private void addResults(Json results, long... sortedMillis) {
    List<Finding> found =
        sortedMillis.length == 0
            ? List.of()
            : List.of(
                new Finding.Quantiles(
                    "stable-latencies",
                    "stable after",
                    "",
                    LongStream.of(sortedMillis).boxed().toList()));
    Findings findings = new Findings(Verdict.VALID, "", found);
    figures.add(new Results((Json.Obj) results, Map.of("workload", findings)));
  }

  @Test
  void showLeastMedianAndGreatestOfAllRuns() {
    add("3.5", 0, 280, 400);
    add("4.25", 0, 290, 420);
    add("3.75", 0, 270, 500);
    assertThat(figures.lines())
        .containsExactly(
            "messages     3.50 / 3.75 / 4.25 per operation (min / median / max of 3 runs)",
            "stable after 270 / 280 / 290 ms (median), 400 / 420 / 500 ms (0.95),"
                + " 400 / 420 / 500 ms (0.99), 400 / 420 / 500 ms (max)");
    assertThat(new Json.Obj(figures.json()))
        .isEqualTo(
            json(
                """
                {"msgs-per-op":{"min":3.5,"median":3.75,"max":4.25},
                 "stable-latencies":{"0":{"min":0,"median":0,"max":0},
                   "0.5":{"min":270,"median":280,"max":290},
                   "0.95":{"min":400,"median":420,"max":500},
                   "0.99":{"min":400,"median":420,"max":500},
                   "1":{"min":400,"median":420,"max":500}}}
                """));
  }

  @Test
  void convergenceIsThatOfAllHealsOfAllRuns() {
    for (String times : new String[] {"[200,900]", "[]", "[300]"}) {
      addResults(
          json(
              """
              {"net":{"dissemination":{"msgs-per-value":2.5,"bytes-per-value":312.4,
                "relative-message-redundancy":{"mean":0.25,"max":3.0},
                "last-delivery-hop":{"mean":1.75,"max":2.0},
                "convergence":{"heal-count":9,"ms":%s}}}}\
              """
                  .formatted(times)));
    }
    assertThat(figures.lines())
        .containsExactly(
            "a value      2.50 / 2.50 / 2.50 messages, 312 / 312 / 312 bytes,"
                + " 0.25 / 0.25 / 0.25 RMR, 1.75 / 1.75 / 1.75 last hop",
            "converged    200 / 300 / 900 ms (min / median / max of 3 heals)");
    assertThat(figures.json())
        .containsEntry("convergence-ms", json("{\"min\":200,\"median\":300,\"max\":900}"))
        .containsEntry("last-delivery-hop", json("{\"min\":1.75,\"median\":1.75,\"max\":1.75}"));
  }

  @Test
  void workloadsWithoutLatenciesShowMessagesOnly() {
    add("0");
    assertThat(figures.lines())
        .containsExactly(
            "messages     0.00 / 0.00 / 0.00 per operation (min / median / max of 1 run)");
  }

  @Test
  void nothingMeasuredIsNothingShown() {
    assertThat(figures.lines()).isEmpty();
    assertThat(figures.json()).isEmpty();
  }
}
