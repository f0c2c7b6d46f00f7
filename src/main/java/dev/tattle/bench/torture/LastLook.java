package dev.tattle.bench.torture;

import dev.tattle.core.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Waits until all nodes show the same values, and all that they should show. */
final class LastLook {
  /** Long enough for gossip to repair what lost messages left out. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  private final Reactor reactor;
  private final CounterApi api;
  private final List<String> nodes;
  private final AdditionLedger ledger;
  private final Map<String, Map<String, Json>> shown = new LinkedHashMap<>();
  private final Map<String, List<String>> problems = new LinkedHashMap<>();
  private String failure = "no node has answered";

  LastLook(Reactor reactor, CounterApi api, List<String> nodes, AdditionLedger ledger) {
    this.reactor = reactor;
    this.api = api;
    this.nodes = nodes;
    this.ledger = ledger;
  }

  /**
   * Looks until all is well or the time is over. Returns how many milliseconds it took.
   *
   * @param when the moment in the run, for people
   */
  long look(String when, TortureProblems violations) throws IOException, InterruptedException {
    long beganNanos = reactor.nowNanos();
    for (String node : nodes) {
      look(node, new TreeMap<>(), "");
    }
    if (!reactor.runUntil(this::isWell, PATIENCE)) {
      tell(when, violations);
    }
    return TimeUnit.NANOSECONDS.toMillis(reactor.nowNanos() - beganNanos);
  }

  private boolean isWell() {
    return problems.size() == nodes.size()
        && problems.values().stream().allMatch(List::isEmpty)
        && shown.values().stream().distinct().count() == 1;
  }

  private void look(String node, Map<String, Json> before, String after) {
    api.list(node, "", after, answer -> onListed(node, before, answer));
  }

  private void onListed(String node, Map<String, Json> values, CounterApi.Answer answer) {
    Map<String, Json> page = answer.listed();
    if (page == null) {
      failure = node + " does not list its counters: " + answer.problem();
      reactor.after(LOOK_AGAIN, () -> look(node, new TreeMap<>(), ""));
      return;
    }
    String last = "";
    for (Map.Entry<String, Json> counter : page.entrySet()) {
      last = counter.getKey();
      values.put(last, counter.getValue());
    }
    if (answer.hasMore() && !last.isEmpty()) {
      look(node, values, last);
      return;
    }
    problems.put(node, ledger.problems(values, TortureProblems.MOST));
    shown.put(node, values);
    if (!isWell()) {
      reactor.after(LOOK_AGAIN, () -> look(node, new TreeMap<>(), ""));
    }
  }

  private void tell(String when, TortureProblems violations) {
    if (problems.size() < nodes.size()) {
      violations.add(when + ": " + failure);
    }
    problems.forEach(
        (node, lines) -> lines.forEach(line -> violations.add(when + ", " + node, line)));
    if (violations.isEmpty()) {
      violations.add(when + ": nodes do not show the same");
    }
  }
}
