package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Nodes make ids, of any JSON, and never the same twice. */
final class UniqueIdsWorkload implements Workload {
  private static final Invocation GENERATE = new Invocation("generate", Json.NULL);

  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public Supplier<Invocation> operations(RandomGenerator random) {
    return () -> GENERATE;
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(GENERATE);
  }

  @Override
  public Body request(Invocation invocation) {
    return Body.of("generate");
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return ReplySchema.of("generate_ok", "id", ReplySchema.Kind.ANY);
  }

  @Override
  public Json okValue(Invocation invocation, Body reply) {
    return reply.json("id");
  }

  @Override
  public Invariant invariant() {
    return new IdsInvariant();
  }
}
