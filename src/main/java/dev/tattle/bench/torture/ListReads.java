package dev.tattle.bench.torture;

import dev.tattle.core.Json;
import java.util.Map;

/**
 * Reads many counters at once. One answer shows them all at one moment, so it must show batches
 * whole.
 */
final class ListReads {
  private final CounterApi api;
  private final AdditionLedger ledger;
  private final TortureProblems violations;

  ListReads(CounterApi api, AdditionLedger ledger, TortureProblems violations) {
    this.api = api;
    this.ledger = ledger;
    this.violations = violations;
  }

  /**
   * Lists the counters whose names equal this one's except for the last digit. Most of them take
   * additions at the same time.
   *
   * @param done runs once there is an answer, or no answer came
   */
  void read(String node, int counter, Runnable done) {
    String name = ledger.name(counter);
    String prefix = name.substring(0, name.length() - 1);
    Map<Integer, Long> must = ledger.mustShow(prefix, node);
    api.list(
        node,
        prefix,
        "",
        answer -> {
          done.run();
          Map<String, Json> values = answer.listed();
          if (values != null && !answer.hasMore()) {
            judge(node, values, must);
          }
        });
  }

  private void judge(String node, Map<String, Json> values, Map<Integer, Long> must) {
    must.forEach(
        (counter, bits) -> {
          Json value = values.getOrDefault(ledger.name(counter), Json.of(0));
          violations.add(node, ledger.problem(counter, value, bits));
        });
    violations.add(node, ledger.tornBatch(values, must.keySet()));
  }
}
