package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.counters.CountersChecker;
import dev.tattle.bench.check.counters.PowerSum;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Json;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Tests named counters that nodes replicate. The value of an operation is an object with its
 * arguments. Once the operation is ok, the object also holds the node's answer, and the node's name
 * as {@code "node"}.
 *
 * <table>
 *   <caption>Operations</caption>
 *   <tr><td>{@code add {counter, delta, key?, ttl?}}</td><td>{@code value}</td></tr>
 *   <tr><td>{@code add_all {adds: [[counter, delta], …], key?}}</td><td>{@code values}</td></tr>
 *   <tr><td>{@code read {counter, consistency?}}</td><td>{@code value, exists}, and {@code members}
 *   in a majority read: the number of nodes</td></tr>
 *   <tr><td>{@code delete {counter}}</td><td>{@code value}, what it took away; 0 and
 *   {@code exists: false} if there was nothing</td></tr>
 *   <tr><td>{@code watch {counter, wait}}</td><td>{@code given?, value, exists}</td></tr>
 *   <tr><td>{@code list {limit}}</td><td>{@code counters: [[name, value], …]}, of all
 *   pages</td></tr>
 * </table>
 *
 * <p>Every operation except a list may have a {@code session}. Reads and deletes of a session send
 * a token with what the nodes told the session. An addition with a key may be repeated. Each
 * addition to a counter is a different power of four ({@link PowerSum}).
 */
public final class CountersWorkload implements Workload {
  static final String MAJORITY = "majority";

  @Override
  public String name() {
    return "counters";
  }

  @Override
  public WorkloadClient client(Setting setting) {
    return new CountersClient(setting, new CounterTokens());
  }

  @Override
  public Supplier<WorkloadClient> clients(Setting setting) {
    CounterTokens tokens = new CounterTokens();
    return () -> new CountersClient(setting, tokens);
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return new CountersOperations(setting, random);
  }

  /** Returns two clients a node, so that one can watch what the other does. */
  @Override
  public int clientsInAGroup(int nodes) {
    return 2 * nodes;
  }

  /** A kill excuses nothing: acknowledged writes are on disk. */
  @Override
  public Checker checker(boolean excusesKills) {
    return new CountersChecker();
  }

  /** Nodes without a disk do not survive kills: what only a killed node had is lost. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return isDurable
        ? EnumSet.allOf(FaultKind.class)
        : EnumSet.complementOf(EnumSet.of(FaultKind.KILL));
  }

  @Override
  public boolean isIdempotent(String f) {
    return f.equals("read") || f.equals("watch") || f.equals("list");
  }

  @Override
  public Invariant invariant() {
    return new CountersInvariant();
  }

  @Override
  public boolean has(Invocation invocation) {
    if (!(invocation.value() instanceof Json.Obj object)) {
      return false;
    }
    Map<String, Json> fields = object.fields();
    return switch (invocation.f()) {
      case "add" -> isAddition(fields.get("counter"), fields.get("delta"));
      case "add_all" ->
          fields.get("adds") instanceof Json.Arr adds
              && adds.items().stream().allMatch(CountersWorkload::isAddition);
      case "read", "delete", "watch" -> fields.get("counter") instanceof Json.Text;
      case "list" -> !fields.containsKey("counter");
      default -> false;
    };
  }

  private static boolean isAddition(Json item) {
    return item instanceof Json.Arr pair
        && pair.items().size() == 2
        && isAddition(pair.items().get(0), pair.items().get(1));
  }

  private static boolean isAddition(@Nullable Json counter, @Nullable Json delta) {
    return counter instanceof Json.Text
        && delta instanceof Json.Int amount
        && PowerSum.exponent(amount.value()) >= 0;
  }
}
