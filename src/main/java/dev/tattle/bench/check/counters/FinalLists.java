package dev.tattle.bench.check.counters;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Checks the last list of each node, after all faults have ended and the nodes have had time to
 * exchange their changes. All lists must be equal. They must hold what any node acknowledged,
 * except what is gone.
 */
final class FinalLists {
  /** How long an addition may outlive its time to live, because nodes must tell each other. */
  private static final long TTL_TOLERANCE_NANOS = MILLISECONDS.toNanos(5_000);

  private final CountersHistory history;
  private final CounterCases cases;
  private final Map<String, Answer> lastByNode = new LinkedHashMap<>();
  private final Map<Answer, Knowledge> everywhere;

  /**
   * Reads a history.
   *
   * @param everywhere by final list, what all nodes together knew when it was invoked
   */
  FinalLists(CountersHistory history, Map<Answer, Knowledge> everywhere, CounterCases cases) {
    this.history = history;
    this.everywhere = everywhere;
    this.cases = cases;
    for (Answer list : everywhere.keySet()) {
      lastByNode.merge(list.node(), list, FinalLists::later);
    }
  }

  private static Answer later(Answer a, Answer b) {
    long endOfA = a.attempt().completion().index();
    return endOfA > b.attempt().completion().index() ? a : b;
  }

  void judge() {
    for (Answer list : lastByNode.values()) {
      Knowledge known = everywhere.getOrDefault(list, new Knowledge());
      history.counters().forEach(counter -> judge(list, counter, known.of(counter.name())));
      history.writes().forEach(written -> judgeBatch(list, written, known));
    }
    judgeAgreement();
  }

  private static Json value(Answer list, NamedCounter counter) {
    return list.values().getOrDefault(counter.name(), Json.of(0));
  }

  private void judge(Answer list, NamedCounter counter, Known known) {
    long shown = counter.take(value(list, counter)).shown();
    long lost = known.there() & ~shown & ~counter.removableBefore(list.attempt().completion());
    String listed = list.node() + " does not list %+d of " + counter.name() + " in the end";
    AnswerJudge.forEach(
        lost,
        exponent ->
            cases.add(
                CounterError.LOST_ADD,
                list,
                known.why(exponent),
                listed.formatted(counter.delta(exponent)),
                "which some node had"));
    AnswerJudge.forEach(
        shown & known.gone(),
        exponent ->
            cases.add(
                CounterError.LOST_DELETE,
                list,
                known.why(exponent),
                "%s lists %+d of %s in the end"
                    .formatted(list.node(), counter.delta(exponent), counter.name()),
                "which was gone at some node"));
    Operation asked = list.attempt().invocation();
    if (counter.isOver(asked.timeNanos() - TTL_TOLERANCE_NANOS, lastDisturbance())) {
      AnswerJudge.forEach(
          shown & counter.withTtl(),
          exponent ->
              cases.add(
                  CounterError.OUTLIVES_TTL,
                  list,
                  counter.addition(exponent).first(),
                  "%s lists %+d of %s in the end"
                      .formatted(list.node(), counter.delta(exponent), counter.name()),
                  "whose time to live is over"));
    }
  }

  /** The time of the last entry before the final operations. */
  private long lastDisturbance() {
    return history.entries().stream()
        .filter(entry -> !entry.isFinal())
        .mapToLong(Operation::timeNanos)
        .max()
        .orElse(0);
  }

  private void judgeBatch(Answer list, Written written, Knowledge known) {
    String there = null;
    String missing = null;
    for (Map.Entry<String, Integer> part : written.exponents().entrySet()) {
      NamedCounter counter = history.counter(part.getKey());
      long bit = 1L << part.getValue();
      long shown = counter.take(value(list, counter)).shown();
      long removable = counter.removableBefore(list.attempt().completion());
      if (((shown | known.of(counter.name()).known()) & bit) != 0) {
        there = "%+d of %s".formatted(counter.delta(part.getValue()), counter.name());
      } else if ((removable & bit) == 0) {
        missing = "%+d of %s".formatted(counter.delta(part.getValue()), counter.name());
      }
    }
    if (there != null && missing != null) {
      cases.add(
          CounterError.TORN_BATCH,
          list,
          written.first(),
          list.node() + " does not list " + missing + " in the end",
          "though " + there + " of the same batch is known");
    }
  }

  private void judgeAgreement() {
    List<Answer> lists = List.copyOf(lastByNode.values());
    for (NamedCounter counter : history.counters()) {
      for (int i = 1; i < lists.size(); i++) {
        Json first = value(lists.get(0), counter);
        Json other = value(lists.get(i), counter);
        if (!first.equals(other)) {
          cases.add(
              CounterError.DIVERGED,
              lists.get(i),
              lists.get(0).attempt(),
              "%s lists %s of %s in the end"
                  .formatted(lists.get(i).node(), Shown.text(other), counter.name()),
              "and %s lists %s".formatted(lists.get(0).node(), Shown.text(first)));
        }
      }
    }
  }

  /** A warning about nodes that have no list that ended ok. */
  Optional<Finding.Warning> missing() {
    Set<String> nodes = new LinkedHashSet<>();
    history.answers().forEach(answer -> nodes.add(answer.node()));
    nodes.removeAll(lastByNode.keySet());
    boolean wereAsked =
        Attempt.all(history.entries()).stream()
            .anyMatch(attempt -> attempt.invocation().isFinal() && attempt.f().equals("list"));
    if (nodes.isEmpty() || !wereAsked) {
      return Optional.empty();
    }
    String text = "no list in the end by " + String.join(", ", nodes);
    Map<String, Json> details =
        Map.of("expected", Json.of("a list of each node that ends ok after all has healed"));
    return Optional.of(new Finding.Warning("no-final-list", nodes.size(), text, details));
  }
}
