package dev.tattle.bench.check.counters;

import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;

/** Judges an answer's value of each counter: some additions must be in it, others can't be. */
final class AnswerJudge {
  private final CountersHistory history;
  private final CounterCases cases;

  AnswerJudge(CountersHistory history, CounterCases cases) {
    this.history = history;
    this.cases = cases;
  }

  /** The counters that an answer covers, including those that do not exist. */
  Set<String> counters(Answer answer) {
    Set<String> names = new LinkedHashSet<>(answer.values().keySet());
    if (answer.isList()) {
      history.counters().forEach(counter -> names.add(counter.name()));
    }
    return names;
  }

  /** Judges an answer and adds what it proves to the knowledge of the node and its session. */
  void judge(Answer answer, Base base) {
    addOwn(answer, base.node());
    for (String name : counters(answer)) {
      judge(answer, history.counter(name), base);
    }
    judgeForm(answer);
  }

  /** An acknowledged addition must be there. */
  private void addOwn(Answer answer, Knowledge node) {
    Written written = history.writeOf(answer.attempt());
    if (written != null) {
      written
          .exponents()
          .forEach((name, exponent) -> node.of(name).see(1L << exponent, answer.attempt()));
    }
  }

  private void judge(Answer answer, NamedCounter counter, Base base) {
    Operation end = answer.attempt().completion();
    Json value = answer.values().getOrDefault(counter.name(), Json.of(0));
    PowerSum sum = counter.take(value);
    judgeSum(answer, counter, sum, value);
    Known before = base.of(counter.name());
    forEach(sum.shown() & before.gone(), exponent -> back(answer, counter, exponent, base));
    long missing = before.there() & ~sum.shown();
    long removable = counter.removableBefore(end);
    forEach(missing & ~removable, exponent -> lost(answer, counter, exponent, base));
    // A wrong value adds no knowledge, or each later answer would repeat the error.
    Known node = base.node().of(counter.name());
    Known told = base.session().of(counter.name());
    told.join(base.majority().of(counter.name()), before.gone() & ~sum.shown());
    told.lose(missing & removable & ~node.there(), answer.attempt());
    node.lose(missing & removable & node.there(), answer.attempt());
    node.see(sum.shown(), answer.attempt());
    if (answer.isDelete()) {
      node.lose(sum.shown(), answer.attempt());
    }
  }

  /** Checks conditions that hold at all times. */
  private void judgeSum(Answer answer, NamedCounter counter, PowerSum sum, Json value) {
    long foreign = sum.shown() & ~counter.begunBefore(answer.attempt().completion().index());
    String what = answer.node() + " shows " + Shown.text(value) + " of " + counter.name();
    if (sum.twice() != 0) {
      String twice = counter.text(sum.twice());
      cases.add(CounterError.COUNTED_TWICE, answer, what, "which has " + twice + " twice");
    }
    if (sum.rest() != 0 || sum.minus() != 0 || foreign != 0) {
      cases.add(CounterError.NEVER_ADDED, answer, what, "which is no sum of what was added");
    }
    forEach(
        sum.shown() & counter.failed(),
        exponent ->
            cases.add(
                CounterError.FAILED_ADD,
                answer,
                counter.addition(exponent).first(),
                shows(answer, counter, exponent),
                "which was refused"));
  }

  private static String shows(Answer answer, NamedCounter counter, int exponent) {
    return "%s shows %+d of %s".formatted(answer.node(), counter.delta(exponent), counter.name());
  }

  private void lost(Answer answer, NamedCounter counter, int exponent, Base base) {
    String what =
        "%s does not show %+d of %s"
            .formatted(answer.node(), counter.delta(exponent), counter.name());
    long bit = 1L << exponent;
    add(CounterError.FORGOTTEN_ADD, answer, what, base.layer(counter.name(), k -> k.there() & bit));
  }

  private void back(Answer answer, NamedCounter counter, int exponent, Base base) {
    long bit = 1L << exponent;
    String what = shows(answer, counter, exponent);
    add(CounterError.CAME_BACK, answer, what, base.layer(counter.name(), k -> k.gone() & bit));
  }

  /** Names the error by the party that knew better, and by how it knew. */
  private void add(CounterError atItsNode, Answer answer, String what, Base.Layer layer) {
    boolean isOwn = layer.why().equals(answer.attempt());
    boolean isMissing = atItsNode == CounterError.FORGOTTEN_ADD;
    switch (layer.who()) {
      case NODE -> {
        String because = isMissing ? "which it had" : "which was gone there";
        cases.add(atItsNode, answer, layer.why(), what, isOwn ? "which it acknowledges" : because);
      }
      case SESSION -> {
        boolean didIt =
            !Set.of("read", "watch").contains(layer.why().f())
                && answer.session() != null
                && answer.session().equals(Answer.fields(layer.why()).get("session"));
        CounterError error = didIt ? CounterError.READ_YOUR_WRITES : CounterError.MONOTONIC_READS;
        String done = isMissing ? "added" : "deleted";
        String because = "which a session has " + (didIt ? done : isMissing ? "seen" : "missed");
        cases.add(error, answer, layer.why(), what, because);
      }
      case MAJORITY ->
          cases.add(
              CounterError.STALE_MAJORITY,
              answer,
              layer.why(),
              what,
              isMissing ? "which some of each majority had" : "which some of each majority missed");
    }
  }

  private void judgeForm(Answer answer) {
    Map<String, Json> fields = Answer.fields(answer.attempt());
    answer
        .values()
        .forEach(
            (name, value) -> {
              boolean isThere = history.counter(name).take(value).shown() != 0;
              Json exists = fields.get("exists");
              boolean saysSo =
                  answer.isList() || (exists == null ? isThere : Json.of(true).equals(exists));
              if (isThere != saysSo) {
                String what = "%s says that %s %s".formatted(answer.node(), name, exists(saysSo));
                cases.add(
                    CounterError.WRONG_EXISTENCE,
                    answer,
                    what,
                    "but its value is " + Shown.text(value));
              }
            });
    if (answer.isList()) {
      judgeOrder(answer, fields);
    }
  }

  private static String exists(boolean does) {
    return does ? "exists" : "does not exist";
  }

  private void judgeOrder(Answer answer, Map<String, Json> fields) {
    String last = "";
    for (Json row : ((Json.Arr) fields.getOrDefault("counters", Json.array())).items()) {
      String name = Answer.name(answer.attempt(), row);
      if (!last.isEmpty() && name.compareTo(last) <= 0) {
        cases.add(
            CounterError.UNORDERED_LIST,
            answer,
            answer.node() + " lists " + name,
            "and " + last + " before it");
        return;
      }
      last = name;
    }
  }

  /** Calls {@code each} for each of these exponents. */
  static void forEach(long exponents, IntConsumer each) {
    for (long left = exponents; left != 0; left &= left - 1) {
      each.accept(Long.numberOfTrailingZeros(left));
    }
  }
}
