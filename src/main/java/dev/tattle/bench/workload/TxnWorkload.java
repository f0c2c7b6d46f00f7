package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Judgement;
import dev.tattle.bench.check.StatsChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.check.txn.ConsistencyModels;
import dev.tattle.bench.check.txn.TxnChecker;
import dev.tattle.bench.check.txn.TxnKind;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Transactions of reads and writes. The value of a {@code txn} is its list of micro-operations,
 * each {@code [f, key, value]}. Once it is ok, the list holds the values that were read.
 *
 * <p>Source: Maelstrom's {@code workload/txn_*.clj}, {@code elle.txn/wr-txns}.
 */
abstract class TxnWorkload extends RequestWorkload {
  private static final Set<String> DEFAULT_MODELS = Set.of("strict-serializable");

  private static final Set<String> STRONGEST_AVAILABLE = Set.of("causal-cerone");

  private final TxnKind kind;

  TxnWorkload(TxnKind kind) {
    this.kind = kind;
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    KeyPool keys = new KeyPool(setting.keys(), random);
    return turn ->
        new Generator.Do(new Invocation("txn", transaction(keys, setting.keys(), random)));
  }

  private Json transaction(KeyPool keys, KeyOptions options, RandomGenerator random) {
    int length = 1 + random.nextInt(options.maxTxnLength());
    List<Json> operations = new ArrayList<>(length);
    while (operations.size() < length) {
      if (random.nextBoolean()) {
        operations.add(Json.array(Json.of("r"), Json.of(keys.draw()), Json.NULL));
        continue;
      }
      KeyPool.Write write = keys.drawWrite();
      if (write != null) {
        operations.add(
            Json.array(Json.of(kind.write()), Json.of(write.key()), Json.of(write.count())));
      }
    }
    return Json.array(operations);
  }

  /** A kill excuses nothing, as in Maelstrom. */
  @Override
  public Checker checker(boolean excusesKills) {
    return checker(excusesKills, DEFAULT_MODELS);
  }

  @Override
  public Checker checker(boolean excusesKills, Set<String> models) {
    return new TxnChecker(kind, models(models));
  }

  private static Set<String> models(Set<String> asked) {
    return asked.isEmpty() ? DEFAULT_MODELS : asked;
  }

  /**
   * If faults leave so little that no transaction depends on another, the verdict is {@code
   * unknown}, because the run proves nothing.
   */
  @Override
  public Judgement simulationJudgement(Demands demands) {
    Checker checker = checker(!demands.isDurable(), demands.models());
    return new Judgement(
        history -> withoutBlame(checker.check(history)),
        demands.availability(),
        new StatsChecker(needsMajority() || !isAvailable(models(demands.models()))),
        Map.of());
  }

  /** True if a node can satisfy these models without contact to others. */
  private static boolean isAvailable(Set<String> models) {
    return models.stream().allMatch(model -> ConsistencyModels.imply(STRONGEST_AVAILABLE, model));
  }

  private static Findings withoutBlame(Findings findings) {
    boolean isBad = findings.of(Finding.Anomaly.class).anyMatch(anomaly -> !anomaly.isAllowed());
    return findings.verdict() != Verdict.INVALID || isBad
        ? findings
        : new Findings(Verdict.UNKNOWN, findings.reason(), findings.all());
  }

  /** Nodes without a disk do not survive kills: what only a killed node had is lost. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return isDurable
        ? EnumSet.allOf(FaultKind.class)
        : EnumSet.complementOf(EnumSet.of(FaultKind.KILL));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.f().equals("txn")
        && invocation.value() instanceof Json.Arr operations
        && operations.items().stream().allMatch(this::isOperation);
  }

  private boolean isOperation(Json item) {
    return item instanceof Json.Arr parts
        && parts.items().size() == 3
        && (parts.items().get(0).equals(Json.of("r"))
            || parts.items().get(0).equals(Json.of(kind.write())));
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return Body.of("txn", "txn", invocation.value());
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return ReplySchema.of(
        "txn_ok",
        "txn",
        kind == TxnKind.LIST_APPEND
            ? ReplySchema.Kind.LIST_OPERATIONS
            : ReplySchema.Kind.REGISTER_OPERATIONS);
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return reply.json("txn");
  }
}
