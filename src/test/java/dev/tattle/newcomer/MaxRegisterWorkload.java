package dev.tattle.newcomer;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.workload.Generator;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.bench.workload.RequestWorkload;
import dev.tattle.bench.workload.Setting;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A register that keeps the greatest value written. At the end every node must show it. */
public final class MaxRegisterWorkload extends RequestWorkload {
  private static final Invocation READ = new Invocation("read", Json.NULL);

  @Override
  public String name() {
    return "max-register";
  }

  /** Reads and writes at random; after the faults, each client reads once more. */
  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return Generator.endless(
        () ->
            random.nextBoolean()
                ? READ
                : new Invocation("write", Json.of(random.nextInt(1_000_000))),
        READ);
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(READ)
        || (invocation.f().equals("write") && invocation.value() instanceof Json.Int);
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return invocation.equals(READ)
        ? Body.of("read")
        : Body.of("write", "value", invocation.value());
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return invocation.equals(READ)
        ? ReplySchema.of("read_ok", "value", ReplySchema.Kind.INTEGER)
        : ReplySchema.of("write_ok");
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return invocation.equals(READ) ? reply.json("value") : invocation.value();
  }

  /** A node keeps the value in memory, so a kill may lose the only copy. */
  @Override
  public Set<FaultKind> survives(boolean isDurable) {
    return EnumSet.complementOf(EnumSet.of(FaultKind.KILL));
  }

  /** All nodes must show the same value at the end of a simulated run. */
  @Override
  public boolean converges() {
    return true;
  }

  /** The node that {@code sim} runs unless {@code --node} names another. */
  @Override
  public Map<String, NodeFactory> nodes() {
    return Map.of(name(), MaxRegisterNode::new);
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return new MaxRegisterChecker();
  }
}
