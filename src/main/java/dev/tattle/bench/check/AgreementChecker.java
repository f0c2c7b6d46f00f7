package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.WrongOperation;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Checks that all final reads that ended ok show the same: the nodes have converged. Arrays are
 * compared as sets.
 */
public final class AgreementChecker implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    Map<Object, Attempt> firstByValue = new LinkedHashMap<>();
    for (Attempt attempt : Attempt.all(history)) {
      if (attempt.completion().isFinal() && attempt.isOk()) {
        firstByValue.merge(comparable(attempt.completion().value()), attempt, this::earlier);
      }
    }
    boolean isAgreed = firstByValue.size() <= 1;
    List<WrongOperation> different =
        isAgreed ? List.of() : firstByValue.values().stream().map(this::different).toList();
    return new Findings(
        Verdict.of(isAgreed),
        "the nodes do not agree at the end",
        List.of(new Finding.Wrong("different-reads", different, Json.array())));
  }

  private Attempt earlier(Attempt a, Attempt b) {
    return a.completion().index() < b.completion().index() ? a : b;
  }

  private WrongOperation different(Attempt read) {
    Json json = HistoryCodec.toJson(read.completion());
    String title = "final reads differ: " + Shown.text(read.completion().value());
    return new WrongOperation(read, json, title, title, "the nodes do not agree");
  }

  private static Object comparable(Json value) {
    if (value instanceof Json.Null) {
      return new LinkedHashSet<>();
    }
    return value instanceof Json.Arr items ? new LinkedHashSet<>(items.items()) : value;
  }
}
