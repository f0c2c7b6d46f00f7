package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Messages 0, 1, 2 … are told to one node each, and must show up in every node's reads. */
final class BroadcastWorkload implements Workload {
  private final Map<NodeId, List<NodeId>> topology;
  private final LargeValues large;

  BroadcastWorkload(Map<NodeId, List<NodeId>> topology, LargeValues large) {
    this.topology = topology;
    this.large = large;
  }

  @Override
  public String name() {
    return "broadcast";
  }

  @Override
  public Supplier<Invocation> operations(RandomGenerator random) {
    return new Mix(new Counting("broadcast"), random);
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(Invocation.READ) || invocation.f().equals("broadcast");
  }

  @Override
  public Body request(Invocation invocation) {
    return invocation.f().equals("read")
        ? Body.of("read")
        : Body.of("broadcast", "message", large.forNodes(invocation.value()));
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
  public Json okValue(Invocation invocation, Body reply) {
    return invocation.f().equals("read")
        ? large.forHistory(reply.json("messages"))
        : invocation.value();
  }

  @Override
  public Optional<Setup> setup() {
    Map<String, Json> neighbours = new LinkedHashMap<>();
    topology.forEach((node, others) -> neighbours.put(node.name(), names(others)));
    Body request = Body.of("topology", "topology", new Json.Obj(neighbours));
    return Optional.of(new Setup(request, ReplySchema.of("topology_ok")));
  }

  @Override
  public Invariant invariant() {
    return new SetInvariant();
  }

  @Override
  public Optional<Invocation> finalOperation() {
    return Optional.of(Invocation.READ);
  }

  private static Json names(List<NodeId> nodes) {
    List<Json> names = new ArrayList<>();
    nodes.forEach(node -> names.add(Json.of(node)));
    return Json.array(names);
  }
}
