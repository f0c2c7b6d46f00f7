package dev.tattle.bench.check;

import dev.tattle.bench.check.Finding.WrongOperation;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that every final read that ended ok is a possible sum: all adds that ended ok, plus some
 * of those that may have happened. Source: Maelstrom's {@code workload/pn_counter.clj}. It judges
 * grow-only counters too.
 *
 * <p>It warns of final reads that did not end ok or were never invoked, because a node that never
 * answers proves nothing. If there are too many possible sums to list, a read that their outline
 * allows is {@code "unknown"}. A read of something else than an integer is also {@code "unknown"};
 * Maelstrom's checker fails there.
 */
public final class CounterChecker implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    IntegerRanges acceptable = acceptable(history);
    List<Attempt> reads =
        Attempt.all(history).stream().filter(a -> a.invocation().isFinal()).toList();
    List<Attempt> answered =
        reads.stream()
            .filter(Attempt::isOk)
            .sorted(Comparator.comparing(read -> read.completion().index()))
            .toList();
    List<WrongOperation> errors = errors(answered, acceptable);
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding.Wrong("errors", errors, Json.NULL));
    findings.add(
        new Finding.Bounded(
            "final-reads",
            answered.stream().map(a -> a.completion().value()).toList(),
            "acceptable",
            acceptable.pairs()));
    if (reads.isEmpty() || answered.size() < reads.size()) {
      findings.add(missing(reads, answered));
    }
    if (answered.stream().anyMatch(read -> Values.integer(read.completion().value()) == null)) {
      return new Findings(Verdict.UNKNOWN, "a final read is not an integer", findings);
    }
    if (errors.isEmpty() && acceptable.isOutline()) {
      String reason = "too many sums are possible: the reads lie within their outline";
      findings.add(new Finding.Other("problem", Json.of(reason)));
      return new Findings(Verdict.UNKNOWN, reason, findings);
    }
    return new Findings(
        Verdict.of(errors.isEmpty()), "a final read is not what was expected", findings);
  }

  private static List<WrongOperation> errors(List<Attempt> answered, IntegerRanges acceptable) {
    List<WrongOperation> errors = new ArrayList<>();
    String note = "expected " + Shown.ranges(acceptable.pairs());
    for (Attempt read : answered) {
      Operation completion = read.completion();
      BigInteger value = Values.integer(completion.value());
      if (value == null || !acceptable.contains(value)) {
        String title = "wrong final read: " + Shown.text(completion.value());
        Json json = HistoryCodec.toJson(completion);
        errors.add(new WrongOperation(read, json, Shown.completion(completion), title, note));
      }
    }
    return errors;
  }

  private static Finding missing(List<Attempt> reads, List<Attempt> answered) {
    int missing = reads.size() - answered.size();
    Map<String, Json> details = new LinkedHashMap<>();
    reads.stream()
        .filter(read -> !read.isOk())
        .findFirst()
        .ifPresent(read -> details.put("wrote", HistoryCodec.toJson(read.completion())));
    details.put("expected", Json.of("a final read of each client that ends ok"));
    return new Finding.Warning(
        "no-final-read",
        Math.max(1, missing),
        reads.isEmpty()
            ? "no final read was invoked"
            : "%d of %s did not succeed"
                .formatted(missing, Shown.counted(reads.size(), "final read")),
        details);
  }

  private static IntegerRanges acceptable(List<Operation> history) {
    BigInteger definite = BigInteger.ZERO;
    List<BigInteger> possible = new ArrayList<>();
    for (Operation operation : history) {
      if (operation.isClient() && operation.f().equals("add")) {
        switch (operation.type()) {
          case OK -> definite = definite.add(delta(operation));
          case INFO -> possible.add(delta(operation));
          case FAIL, INVOKE -> {}
        }
      }
    }
    IntegerRanges acceptable = IntegerRanges.of(definite);
    for (BigInteger delta : possible) {
      acceptable = acceptable.withOptional(delta);
    }
    return acceptable;
  }

  private static BigInteger delta(Operation add) {
    BigInteger delta = Values.integer(add.value());
    if (delta == null) {
      throw HistoryException.at(
          add, "expected an add of an integer, but it is " + add.value().kind());
    }
    return delta;
  }
}
