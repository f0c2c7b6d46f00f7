package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.CrashedSetChecker;
import dev.tattle.bench.check.SetFullChecker;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Adds the elements 0, 1, 2 … to a set that only grows. */
public final class GSetWorkload extends RequestWorkload {
  @Override
  public String name() {
    return "g-set";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return Generator.endless(new Mix(new Counting("add"), random), Invocation.READ);
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return excusesKills ? new CrashedSetChecker("add") : new SetFullChecker("add");
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
  public boolean trustsErrors() {
    return false;
  }

  @Override
  public Trials trials() {
    return new Trials(
        List.of("--node-count 3 --time-limit 5 --rate 50 --nemesis partition --nemesis-interval 2"),
        List.of("--node-count 5 --time-limit 20 --rate 20 --nemesis partition"),
        Trials.ofNodes(3, 5, 25));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(Invocation.READ) || invocation.f().equals("add");
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return invocation.f().equals("read")
        ? Body.of("read")
        : Body.of("add", "element", setting.largeValues().forNodes(invocation.value()));
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return invocation.f().equals("read")
        ? ReplySchema.of("read_ok", "value", ReplySchema.Kind.ARRAY)
        : ReplySchema.of("add_ok");
  }

  @Override
  public @Nullable Json added(Body request) {
    return request.type().equals("add") ? request.fields().get("element") : null;
  }

  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return invocation.f().equals("read")
        ? setting.largeValues().forHistory(reply.json("value"))
        : invocation.value();
  }

  @Override
  public Invariant invariant() {
    return new SetInvariant();
  }
}
