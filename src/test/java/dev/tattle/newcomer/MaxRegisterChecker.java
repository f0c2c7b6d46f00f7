package dev.tattle.newcomer;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.List;

/** A final read is wrong if it is below the greatest value whose write ended ok. */
final class MaxRegisterChecker implements Checker {
  @Override
  public Findings check(List<Operation> history) {
    List<Attempt> attempts = Attempt.all(history);
    long greatest =
        attempts.stream()
            .filter(attempt -> attempt.f().equals("write") && attempt.isOk())
            .mapToLong(attempt -> number(attempt.completion()))
            .max()
            .orElse(0);
    List<Finding.WrongOperation> low =
        attempts.stream()
            .filter(attempt -> attempt.invocation().isFinal() && attempt.isOk())
            .filter(read -> number(read.completion()) < greatest)
            .map(read -> low(read, "at least " + greatest + " was written"))
            .toList();
    return new Findings(
        Verdict.of(low.isEmpty()),
        Findings.counted(low.size(), "final read is too low", "final reads are too low"),
        List.of(new Finding.Wrong("low-reads", low, Json.array())));
  }

  private static Finding.WrongOperation low(Attempt read, String note) {
    Json json = HistoryCodec.toJson(read.completion());
    String title = "too low: " + Shown.text(read.completion().value());
    return new Finding.WrongOperation(read, json, Shown.completion(read.completion()), title, note);
  }

  private static long number(Operation completion) {
    return completion.value() instanceof Json.Int integer ? integer.value() : -1;
  }
}
