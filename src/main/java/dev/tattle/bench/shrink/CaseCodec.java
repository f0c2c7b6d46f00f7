package dev.tattle.bench.shrink;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.nemesis.PlannedFault;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.PlannedOperation;
import dev.tattle.bench.plan.Seed;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Topology;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Codes cases as JSON: {@code {"workload","nodes","drawn-for","clients","topology","time-limit",
 * "latency-dist","latency","stale-reads","large-values","durable"?,"seed","operations":[{"time","worker","f","value"}],
 * "faults":[{"kind","start","stop","seed"}]}}. Times are in nanoseconds since the first operation
 * was due; the latency is in milliseconds. Cases may come from strangers, so parsing checks
 * everything.
 *
 * <p>Thread rule: stateless, for all threads.
 */
public final class CaseCodec {
  /** Larger cases are refused. */
  public static final int MAX_BYTES = 16 << 20;

  /** More nodes or clients than this are refused. */
  private static final long MAX_COUNT = 10_000;

  private static final long MAX_NANOS = 1_000_000_000_000_000_000L;

  private CaseCodec() {}

  /** A case as it is stored. */
  public static Json toJson(Case stored) {
    TestOptions options = stored.options();
    Json.Obj fields =
        (Json.Obj)
            Json.object(
                "workload", Json.of(options.workload()),
                "nodes", names(stored.nodes()),
                "drawn-for", names(stored.plan().drawnFor()),
                "clients", Json.of(stored.clients()),
                "topology", name(options.topology()),
                "time-limit", Json.of(stored.timeLimit().toNanos()),
                "latency-dist", name(stored.latency().distribution()),
                "latency", new Json.Num(Double.toString(stored.latency().meanMillis())),
                "stale-reads", Json.of(stored.staleReads()),
                "large-values", new Json.Num(Double.toString(options.largeValues())),
                "seed", Seed.json(options.seed()),
                "operations",
                    Json.array(stored.plan().operations().stream().map(CaseCodec::toJson).toList()),
                "faults",
                    Json.array(stored.plan().faults().stream().map(CaseCodec::toJson).toList()));
    return new Json.Obj(withFlags(fields, options));
  }

  /** Adds the flags that are set. Unset flags are left out, as in cases older than the flag. */
  private static Map<String, Json> withFlags(Json.Obj fields, TestOptions options) {
    Map<String, Json> all = new LinkedHashMap<>(fields.fields());
    if (options.durable()) {
      all.put("durable", Json.of(true));
    }
    if (options.likeMaelstrom()) {
      all.put("like-maelstrom", Json.of(true));
    }
    return all;
  }

  private static boolean isSet(Fields fields, String flag) throws CaseException {
    return fields.has(flag) && fields.bool(flag);
  }

  private static Json name(Enum<?> constant) {
    return Json.of(constant.name().toLowerCase(Locale.ROOT));
  }

  private static Json names(List<NodeId> nodes) {
    return Json.array(nodes.stream().map(Json::of).toList());
  }

  private static Json toJson(PlannedOperation operation) {
    return Json.object(
        "time", Json.of(operation.timeNanos()),
        "worker", Json.of(operation.worker()),
        "f", Json.of(operation.invocation().f()),
        "value", operation.invocation().value());
  }

  private static Json toJson(PlannedFault fault) {
    return Json.object(
        "kind", Json.of(fault.kind().optionName()),
        "start", Json.of(fault.startNanos()),
        "stop", Json.of(fault.stopNanos()),
        "seed", Seed.json(fault.seed()));
  }

  /**
   * Parses a case.
   *
   * @throws CaseException if the text is no case, or a case that cannot run
   */
  public static Case parse(byte[] utf8) throws CaseException {
    try {
      return fromJson(new Fields("the case", JsonCodec.parse(utf8)));
    } catch (WireException e) {
      throw new CaseException(e.problem());
    }
  }

  private static Case fromJson(Fields fields) throws CaseException {
    List<NodeId> nodes = nodes(fields, "nodes");
    List<NodeId> drawnFor = nodes(fields, "drawn-for");
    if (!drawnFor.containsAll(nodes)) {
      throw new CaseException("expected every one of 'nodes' to be in 'drawn-for'");
    }
    Topology topology = fields.oneOf("topology", Topology.values());
    Workload workload =
        Workloads.named(fields.text("workload"))
            .orElseThrow(
                () -> new CaseException("expected 'workload' to be one of " + Workloads.names()));
    int clients = (int) fields.integer("clients", 1, MAX_COUNT);
    long limit = fields.integer("time-limit", 0, MAX_NANOS);
    TestOptions drawn =
        TestOptions.builder(workload.name(), nodes)
            .topology(topology)
            .ratePerSecond(1)
            .timeLimit(Duration.ofNanos(limit))
            .concurrency(clients)
            .latency(latency(fields))
            .staleReads(fields.bool("stale-reads"))
            .seed(fields.seed("seed"))
            .build();
    List<PlannedOperation> operations = new ArrayList<>();
    for (Fields operation : fields.objects("operations")) {
      operations.add(operation(operation, workload, new Bounds(clients, limit)));
    }
    List<PlannedFault> faults = new ArrayList<>();
    for (Fields fault : fields.objects("faults")) {
      faults.add(fault(fault, limit));
    }
    double large = fields.decimal("large-values", 0, workload.hasLargeValues() ? 1 : 0);
    return Case.of(
        drawn.toBuilder()
            .largeValues(large)
            .durable(isSet(fields, "durable"))
            .likeMaelstrom(isSet(fields, "like-maelstrom"))
            .plan(new Plan(drawnFor, operations, faults))
            .build());
  }

  private record Bounds(int clients, long nanos) {}

  private static PlannedOperation operation(Fields fields, Workload workload, Bounds bounds)
      throws CaseException {
    Invocation invocation = new Invocation(fields.text("f"), fields.present("value"));
    if (!workload.has(invocation)) {
      throw new CaseException(
          fields.name() + ": expected 'f' and 'value' of an operation of " + workload.name());
    }
    long time = fields.integer("time", 0, bounds.nanos);
    int worker = (int) fields.integer("worker", 0, bounds.clients - 1);
    return new PlannedOperation(time, worker, invocation);
  }

  private static PlannedFault fault(Fields fields, long limit) throws CaseException {
    FaultKind kind =
        FaultKind.named(fields.text("kind"))
            .orElseThrow(
                () ->
                    new CaseException(
                        fields.name()
                            + ": expected 'kind' to be one of "
                            + FaultKind.names(any -> true)));
    long start = fields.integer("start", 0, limit);
    long stop = fields.integer("stop", start, limit);
    return new PlannedFault(kind, start, stop, fields.seed("seed"));
  }

  private static Latency latency(Fields fields) throws CaseException {
    Latency.Distribution distribution = fields.oneOf("latency-dist", Latency.Distribution.values());
    return new Latency(distribution, fields.decimal("latency", 0, 1e9));
  }

  private static List<NodeId> nodes(Fields fields, String name) throws CaseException {
    List<NodeId> nodes = new ArrayList<>();
    for (Json json : fields.array(name)) {
      NodeId node = new NodeId(json instanceof Json.Text text ? text.value() : "");
      if (!TestOptions.isLegalName(node)) {
        throw new CaseException("expected '" + name + "' to be names that nodes can have");
      }
      nodes.add(node);
    }
    boolean areDifferent = new LinkedHashSet<>(nodes).size() == nodes.size();
    if (nodes.isEmpty() || nodes.size() > MAX_COUNT || !areDifferent) {
      throw new CaseException(
          "expected '" + name + "' to be 1 to " + MAX_COUNT + " different names");
    }
    return nodes;
  }
}
