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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every final read is the sum of all adds that ended ok and of some that may have happened, as in
 * Maelstrom's {@code workload/pn_counter.clj}; it judges grow-only counters too.
 *
 * <p>Stricter than there: a final read that did not end ok is an error, and so is a run without
 * final reads, since a node that never answers proves nothing. {@code "problem"} then says so.
 * Where too many sums are possible to list them, reads within their outline are {@code "unknown"}.
 */
public final class CounterChecker implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    List<Attempt> attempts = Attempt.all(history);
    IntegerRanges acceptable = acceptable(attempts);
    List<Attempt> reads = attempts.stream().filter(a -> a.invocation().isFinal()).toList();
    List<Attempt> answered = reads.stream().filter(Attempt::isOk).toList();
    List<WrongOperation> errors = errors(reads, acceptable);
    boolean valid = errors.isEmpty() && !reads.isEmpty();
    Verdict verdict = valid && acceptable.isOutline() ? Verdict.UNKNOWN : Verdict.of(valid);
    List<Finding> findings = new ArrayList<>();
    findings.add(new Finding.Wrong("errors", errors, Json.NULL));
    findings.add(
        new Finding.Bounded(
            "final-reads",
            answered.stream().map(a -> a.completion().value()).toList(),
            "acceptable",
            acceptable.pairs()));
    String problem = problem(reads.size(), answered.size(), verdict);
    if (problem != null) {
      findings.add(new Finding.Other("problem", Json.of(problem)));
    }
    String reason = problem == null ? "a final read is not what was expected" : problem;
    return new Findings(verdict, reason, findings);
  }

  private static List<WrongOperation> errors(List<Attempt> reads, IntegerRanges acceptable) {
    List<WrongOperation> errors = new ArrayList<>();
    String note = "expected " + Shown.ranges(acceptable.pairs());
    for (Attempt read : reads) {
      Operation completion = read.completion();
      if (!read.isOk() || !isAcceptable(completion.value(), acceptable)) {
        String title =
            read.isOk() ? "wrong final read: " + Shown.text(completion.value()) : "no final read";
        Json json = HistoryCodec.toJson(completion);
        errors.add(new WrongOperation(read, json, Shown.completion(completion), title, note));
      }
    }
    return errors;
  }

  private static IntegerRanges acceptable(List<Attempt> attempts) {
    BigInteger definite = BigInteger.ZERO;
    List<BigInteger> possible = new ArrayList<>();
    for (Attempt attempt : attempts) {
      if (attempt.f().equals("add")) {
        switch (attempt.outcome()) {
          case OK -> definite = definite.add(delta(attempt));
          case INFO -> possible.add(delta(attempt));
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

  private static BigInteger delta(Attempt add) {
    BigInteger delta = Values.integer(add.invocation().value());
    if (delta == null) {
      throw HistoryException.at(
          add.invocation(),
          "expected an add of an integer, but it is " + add.invocation().value().kind());
    }
    return delta;
  }

  private static boolean isAcceptable(Json value, IntegerRanges acceptable) {
    BigInteger integer = Values.integer(value);
    return integer != null && acceptable.contains(integer);
  }

  private static @Nullable String problem(int reads, int answered, Verdict verdict) {
    if (reads == 0) {
      return "no final read was invoked";
    }
    if (answered < reads) {
      return (reads - answered) + " of " + reads + " final reads did not succeed";
    }
    return verdict == Verdict.UNKNOWN
        ? "too many sums are possible: the reads lie within their outline"
        : null;
  }
}
