package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.txn.ToyDatabase.Isolation;
import dev.tattle.bench.history.Operation;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Compares the checker with a search through all orders, on small random histories. Whatever it
 * refuses has no serial order. Of histories of lists it refuses all that have none.
 */
@Execution(ExecutionMode.CONCURRENT)
class SerialOrderTest {
  private static final int SEEDS = 3_000;
  private static final List<Isolation> ISOLATIONS =
      List.of(Isolation.STRICT, Isolation.STALE, Isolation.NONE);

  private static List<Operation> history(TxnKind kind, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Isolation isolation = ISOLATIONS.get(random.nextInt(ISOLATIONS.size()));
    int keys = 1 + random.nextInt(2);
    return new ToyDatabase(kind, isolation, random, keys, 4)
        .run(2 + random.nextInt(6), 1 + random.nextInt(4), 3);
  }

  @ParameterizedTest
  @CsvSource({
    "LIST_APPEND, serializable",
    "LIST_APPEND, strict-serializable",
    "RW_REGISTER, serializable",
    "RW_REGISTER, strict-serializable"
  })
  void refusesWhatHasNoSerialOrder(TxnKind kind, String model) {
    TxnChecker checker = new TxnChecker(kind, Set.of(model));
    int refused = 0;
    int impossible = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Operation> history = history(kind, seed);
      boolean hasOrder = new SerialOrders(kind, model.startsWith("strict")).exist(history);
      Findings findings = checker.check(history);
      boolean isRefused = isRefused(findings);
      if (hasOrder) {
        assertThat(findings.of(Finding.Warning.class)).as("seed %d", seed).isEmpty();
      }
      impossible += hasOrder ? 0 : 1;
      refused += isRefused ? 1 : 0;
      assertThat(isRefused && hasOrder).as("refused, but has an order: seed %d", seed).isFalse();
      if (kind == TxnKind.LIST_APPEND) {
        assertThat(isRefused).as("seed %d", seed).isEqualTo(!hasOrder);
      }
    }
    assertThat(refused).as("of %d", impossible).isBetween(SEEDS / 20, SEEDS * 9 / 10);
  }

  /** Nothing to say is no refusal, though Maelstrom makes one of it for registers. */
  private static boolean isRefused(Findings findings) {
    return findings.verdict() == Verdict.INVALID && !findings.reason().startsWith("no transaction");
  }
}
