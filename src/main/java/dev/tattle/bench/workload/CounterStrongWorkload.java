package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.strong.StrongCountersChecker;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.bench.workload.ReplySchema.Kind;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.RpcError;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Tests named counters, each of which is linearizable. The value of an operation is {@code
 * [counter, object]}. The object holds the arguments and an optional {@code key}; once the
 * operation is ok, also its result. A refusal is a result too: {@code refused: true}.
 *
 * <table>
 *   <caption>Operations</caption>
 *   <tr><td>{@code next}</td><td>{@code value}</td></tr>
 *   <tr><td>{@code add delta}</td><td>{@code value}</td></tr>
 *   <tr><td>{@code reserve count}</td><td>{@code first, last}</td></tr>
 *   <tr><td>{@code cas from, to}</td><td>{@code value}</td></tr>
 *   <tr><td>{@code get_and_reset}</td><td>{@code value}, what it was</td></tr>
 *   <tr><td>{@code bounds min, max}</td><td>{@code value}</td></tr>
 *   <tr><td>{@code read consistency?}</td><td>{@code value}</td></tr>
 * </table>
 *
 * <p>Clients repeat a key at any node: the operation must count once and have one answer.
 */
public class CounterStrongWorkload implements Workload {
  private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(1);
  private static final String VALUE = "value";

  @Override
  public String name() {
    return "counter-strong";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return new StrongOperations(setting.nodes().size(), random);
  }

  /** Returns two clients a node, which share some counters. */
  @Override
  public int clientsInAGroup(int nodes) {
    return 2 * nodes;
  }

  @Override
  public boolean needsMajority() {
    return true;
  }

  @Override
  public Duration timeout(Duration meanLatency) {
    Duration tenHops = meanLatency.multipliedBy(10);
    return tenHops.compareTo(SHORTEST_TIMEOUT) > 0 ? tenHops : SHORTEST_TIMEOUT;
  }

  /** A kill excuses nothing: acknowledged writes are on disk. */
  @Override
  public Checker checker(boolean excusesKills) {
    return new StrongCountersChecker();
  }

  /** Nodes without a disk do not survive kills: they forget what they promised. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return isDurable
        ? EnumSet.allOf(FaultKind.class)
        : EnumSet.complementOf(EnumSet.of(FaultKind.KILL));
  }

  @Override
  public boolean has(Invocation invocation) {
    if (!(invocation.value() instanceof Json.Arr pair)
        || pair.items().size() != 2
        || !(pair.items().get(0) instanceof Json.Text)
        || !(pair.items().get(1) instanceof Json.Obj object)) {
      return false;
    }
    Set<String> fields = object.fields().keySet();
    return switch (invocation.f()) {
      case "next", "get_and_reset", "read" -> true;
      case "add" -> fields.contains("delta");
      case "reserve" -> fields.contains("count");
      case "cas" -> fields.containsAll(List.of("from", "to"));
      case "bounds" -> fields.containsAll(List.of("min", "max"));
      default -> false;
    };
  }

  @Override
  public WorkloadClient client(Setting setting) {
    return CounterStrongWorkload::invoke;
  }

  private static void invoke(Invocation invocation, Session session) {
    Body request = Body.of(invocation.f(), "strong", items(invocation).get(0));
    for (Map.Entry<String, Json> argument : fields(invocation).entrySet()) {
      request = request.with(argument.getKey(), argument.getValue());
    }
    ReplySchema schema = schema(invocation.f());
    session.call(
        request,
        schema,
        reply -> {
          Map<String, Json> result = new LinkedHashMap<>(reply.fields());
          result.keySet().retainAll(schema.fields().keySet());
          result.remove("exists");
          session.ok(with(invocation, result));
        },
        failure -> {
          if (failure.type() == Operation.Type.FAIL && isRefusal(failure)) {
            session.ok(with(invocation, Map.of("refused", Json.of(true))));
          } else {
            session.end(failure);
          }
        });
  }

  private static ReplySchema schema(String f) {
    Map<String, Kind> fields =
        switch (f) {
          case "reserve" -> Map.of("first", Kind.INTEGER, "last", Kind.INTEGER);
          case "read" -> Map.of(VALUE, Kind.INTEGER, "exists", Kind.BOOLEAN);
          default -> Map.of(VALUE, Kind.INTEGER);
        };
    return new ReplySchema(f + "_ok", fields, false);
  }

  private static boolean isRefusal(Outcome failure) {
    return failure.error() instanceof Json.Arr error
        && error.items().get(0).equals(Json.of(RpcError.PRECONDITION_FAILED.protocolName()));
  }

  private static Json with(Invocation invocation, Map<String, Json> result) {
    Map<String, Json> all = new LinkedHashMap<>(fields(invocation));
    all.putAll(result);
    return Json.array(items(invocation).get(0), new Json.Obj(all));
  }

  private static List<Json> items(Invocation invocation) {
    return ((Json.Arr) invocation.value()).items();
  }

  static Map<String, Json> fields(Invocation invocation) {
    return ((Json.Obj) items(invocation).get(1)).fields();
  }
}
