package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.CrashedSetChecker;
import dev.tattle.bench.check.SetFullChecker;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Sends each of the messages 0, 1, 2 … to one node; every node's reads must show them all. */
public final class BroadcastWorkload extends RequestWorkload {
  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return Generator.endless(new Mix(new Counting("broadcast"), random), Invocation.READ);
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return excusesKills ? new CrashedSetChecker("broadcast") : new SetFullChecker("broadcast");
  }

  @Override
  public boolean converges() {
    return true;
  }

  @Override
  public boolean hasLargeValues() {
    return true;
  }

  @Override
  public Trials trials() {
    return new Trials(
        List.of("--node-count 5 --time-limit 5 --rate 50 --nemesis partition --nemesis-interval 2"),
        List.of(
            "--node-count 5 --time-limit 20 --rate 10 --nemesis partition",
            "--node-count 25 --time-limit 20 --rate 100 --latency 100"),
        Trials.ofNodes(3, 5, 25));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(Invocation.READ) || invocation.f().equals("broadcast");
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return invocation.f().equals("read")
        ? Body.of("read")
        : Body.of("broadcast", "message", setting.largeValues().forNodes(invocation.value()));
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return invocation.f().equals("read")
        ? ReplySchema.of("read_ok", "messages", ReplySchema.Kind.ARRAY)
        : ReplySchema.of("broadcast_ok");
  }

  @Override
  public @Nullable Json added(Body request) {
    return request.type().equals("broadcast") ? request.fields().get("message") : null;
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return invocation.f().equals("read")
        ? setting.largeValues().forHistory(reply.json("messages"))
        : invocation.value();
  }

  @Override
  public Optional<Setup> setup(Setting setting) {
    Map<String, Json> neighbours = new LinkedHashMap<>();
    setting
        .topology()
        .neighbours(setting.nodes())
        .forEach((node, others) -> neighbours.put(node.name(), names(others)));
    Body request = Body.of("topology", "topology", new Json.Obj(neighbours));
    return Optional.of(new Setup(request, ReplySchema.of("topology_ok")));
  }

  @Override
  public Invariant invariant() {
    return new SetInvariant();
  }

  private static Json names(List<NodeId> nodes) {
    List<Json> names = new ArrayList<>();
    nodes.forEach(node -> names.add(Json.of(node)));
    return Json.array(names);
  }
}
