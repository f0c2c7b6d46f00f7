package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.CounterChecker;
import dev.tattle.bench.check.CrashedCounterChecker;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Adds deltas to a counter: from -5 to 4 for pn-counter, from 0 to 4 for g-counter. */
abstract class CounterWorkload extends RequestWorkload {
  private static final int LOWEST_DELTA = -5;
  private static final int DELTAS = 10;

  private final boolean growsOnly;

  CounterWorkload(boolean growsOnly) {
    this.growsOnly = growsOnly;
  }

  @Override
  public String name() {
    return growsOnly ? "g-counter" : "pn-counter";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    Supplier<Invocation> mix = new Mix(() -> add(LOWEST_DELTA + random.nextInt(DELTAS)), random);
    return Generator.endless(growsOnly ? () -> firstGrowing(mix) : mix, Invocation.READ);
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return excusesKills ? new CrashedCounterChecker() : new CounterChecker();
  }

  @Override
  public boolean converges() {
    return true;
  }

  @Override
  public boolean trustsErrors() {
    return false;
  }

  @Override
  public Trials trials() {
    return new Trials(
        List.of(
            "--node-count 3 --time-limit 5 --rate 100 --nemesis partition --nemesis-interval 2"),
        List.of("--node-count 3 --rate 100 --time-limit 20 --nemesis partition"),
        Trials.ofNodes(3, 5, 25));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(Invocation.READ)
        || (invocation.f().equals("add")
            && invocation.value() instanceof Json.Int delta
            && !(growsOnly && delta.value() < 0));
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return invocation.f().equals("read")
        ? Body.of("read")
        : Body.of("add", "delta", invocation.value());
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return invocation.f().equals("read")
        ? ReplySchema.of("read_ok", "value", ReplySchema.Kind.INTEGER)
        : ReplySchema.of("add_ok");
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return invocation.f().equals("read") ? reply.json("value") : invocation.value();
  }

  @Override
  public Invariant invariant() {
    return new CounterInvariant();
  }

  private static Invocation add(long delta) {
    return new Invocation("add", Json.of(delta));
  }

  /** Maelstrom drops negative adds from the mix, so that two thirds of what is left are reads. */
  private static Invocation firstGrowing(Supplier<Invocation> mix) {
    Invocation invocation = mix.get();
    while (invocation.value() instanceof Json.Int delta && delta.value() < 0) {
      invocation = mix.get();
    }
    return invocation;
  }
}
