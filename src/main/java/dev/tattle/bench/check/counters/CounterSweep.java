package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Goes through a history and keeps what each node and each session knows for certain: what it has
 * acknowledged, shown, or been told with a token. What is known when an operation begins must be in
 * its answer.
 *
 * <p>That holds of nodes with a disk, which show nothing that they could forget, and of nodes
 * without one that are not killed.
 */
final class CounterSweep {
  private final CountersHistory history;
  private final AnswerJudge judge;
  private final Map<String, Knowledge> nodes = new LinkedHashMap<>();
  private final Map<String, Knowledge> byTokens = new LinkedHashMap<>();
  private final Map<Json, Knowledge> sessions = new LinkedHashMap<>();
  private final Map<Long, Base> bases = new LinkedHashMap<>();

  /** What all nodes together knew when a final list was asked for. */
  private final Map<Answer, Knowledge> everywhere = new LinkedHashMap<>();

  private CounterSweep(CountersHistory history, CounterCases cases) {
    this.history = history;
    judge = new AnswerJudge(history, cases);
  }

  /**
   * Judges all answers.
   *
   * @return by final list, what any node knew when it was asked for
   */
  static Map<Answer, Knowledge> judge(CountersHistory history, CounterCases cases) {
    CounterSweep sweep = new CounterSweep(history, cases);
    sweep.run();
    return sweep.everywhere;
  }

  private void run() {
    Map<Long, Answer> begins = new LinkedHashMap<>();
    Map<Long, Answer> ends = new LinkedHashMap<>();
    for (Answer answer : history.answers()) {
      begins.put(answer.attempt().invocation().index(), answer);
      ends.put(answer.attempt().completion().index(), answer);
    }
    for (Operation entry : history.entries()) {
      Answer begun = begins.get(entry.index());
      Answer ended = ends.get(entry.index());
      if (begun != null) {
        begin(begun);
      } else if (ended != null) {
        end(ended);
      }
    }
  }

  private void begin(Answer answer) {
    Base base = new Base();
    Knowledge node = node(answer.node());
    Knowledge session = session(answer);
    if (answer.hasToken()) {
      base.session().join(session);
    }
    if (answer.tellsToken()) {
      base.told().join(node);
    }
    Knowledge byTokens = byTokens(answer.node());
    for (String name : judge.counters(answer)) {
      base.session().of(name).join(byTokens.of(name));
      base.node().of(name).join(node.of(name));
      if (answer.members() > 0) {
        base.majority().of(name).join(ofMajority(name, answer.members()));
      }
    }
    bases.put(answer.attempt().invocation().index(), base);
    if (answer.isFinal() && answer.isList()) {
      Knowledge all = new Knowledge();
      nodes.values().forEach(all::join);
      everywhere.put(answer, all);
    }
  }

  private void end(Answer answer) {
    Base base = Objects.requireNonNull(bases.remove(answer.attempt().invocation().index()));
    judge.judge(answer, base);
    node(answer.node()).join(base.node());
    // It waited until it had what the token says.
    byTokens(answer.node()).join(base.session());
    if (answer.tellsToken()) {
      session(answer).join(base.told());
      session(answer).join(base.node());
    }
  }

  private Knowledge node(String name) {
    return nodes.computeIfAbsent(name, first -> new Knowledge());
  }

  /** What a node was told to wait for by tokens. */
  private Knowledge byTokens(String name) {
    return byTokens.computeIfAbsent(name, first -> new Knowledge());
  }

  /** What its session knows; without a session it is thrown away. */
  private Knowledge session(Answer answer) {
    return answer.session() == null
        ? new Knowledge()
        : sessions.computeIfAbsent(answer.session(), first -> new Knowledge());
  }

  /** What so many nodes know that no majority can be without one of them. */
  private Known ofMajority(String counter, int members) {
    int enough = members - (members / 2 + 1) + 1;
    Known known = new Known();
    for (Knowledge node : nodes.values()) {
      Known one = node.of(counter);
      AnswerJudge.forEach(
          one.known(),
          exponent -> {
            long bit = 1L << exponent;
            if (count(counter, bit, false) >= enough) {
              known.see(bit, one.why(exponent));
            }
            if ((one.gone() & bit) != 0 && count(counter, bit, true) >= enough) {
              known.lose(bit, one.why(exponent));
            }
          });
    }
    return known;
  }

  private long count(String counter, long bit, boolean isGone) {
    return nodes.values().stream()
        .map(node -> node.of(counter))
        .filter(known -> ((isGone ? known.gone() : known.known()) & bit) != 0)
        .count();
  }
}
