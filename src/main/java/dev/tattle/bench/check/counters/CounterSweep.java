package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Goes through a history and tracks what each node and each session knows for certain: what it has
 * acknowledged or shown, or learned from a token. An answer must reflect what is known when its
 * operation is invoked.
 *
 * <p>This holds for nodes with a disk, which show nothing that they could forget, and for nodes
 * without a disk that are not killed.
 */
final class CounterSweep {
  private final CountersHistory history;
  private final AnswerJudge judge;
  private final Map<String, Knowledge> nodes = new LinkedHashMap<>();
  private final Map<String, Knowledge> byTokens = new LinkedHashMap<>();
  private final Map<Json, Knowledge> sessions = new LinkedHashMap<>();
  private final Map<Long, Base> bases = new LinkedHashMap<>();

  /** What all nodes together knew when a final list was invoked. */
  private final Map<Answer, Knowledge> everywhere = new LinkedHashMap<>();

  private CounterSweep(CountersHistory history, CounterCases cases) {
    this.history = history;
    judge = new AnswerJudge(history, cases);
  }

  /**
   * Judges all answers.
   *
   * @return by final list, what all nodes together knew when it was invoked
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
    // The node waited until it knew everything in the token.
    byTokens(answer.node()).join(base.session());
    if (answer.tellsToken()) {
      session(answer).join(base.told());
      session(answer).join(base.node());
    }
  }

  private Knowledge node(String name) {
    return nodes.computeIfAbsent(name, first -> new Knowledge());
  }

  /** What tokens required a node to wait for. */
  private Knowledge byTokens(String name) {
    return byTokens.computeIfAbsent(name, first -> new Knowledge());
  }

  /** What the session knows. Without a session, the result is discarded. */
  private Knowledge session(Answer answer) {
    return answer.session() == null
        ? new Knowledge()
        : sessions.computeIfAbsent(answer.session(), first -> new Knowledge());
  }

  /** What enough nodes know that each majority has one of them. */
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
