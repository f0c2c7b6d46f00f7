package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.UniqueIdsChecker;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.List;
import java.util.random.RandomGenerator;

/** Asks nodes for ids, of any JSON type; no id may come twice. */
public final class UniqueIdsWorkload extends RequestWorkload {
  private static final Invocation GENERATE = new Invocation("generate", Json.NULL);

  @Override
  public String name() {
    return "unique-ids";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return Generator.endless(() -> GENERATE);
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return new UniqueIdsChecker();
  }

  @Override
  public boolean keepsClients() {
    return true;
  }

  @Override
  public Trials trials() {
    return new Trials(
        List.of(
            "--node-count 3 --time-limit 3 --rate 500 --availability total --nemesis partition --nemesis-interval 1"),
        List.of(
            "--time-limit 30 --rate 1000 --node-count 3 --availability total --nemesis partition"),
        Trials.ofNodes(3));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(GENERATE);
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return Body.of("generate");
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return ReplySchema.of("generate_ok", "id", ReplySchema.Kind.ANY);
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return reply.json("id");
  }

  @Override
  public Invariant invariant() {
    return new IdsInvariant();
  }
}
