package dev.tattle.bench.workload;

import dev.tattle.bench.check.Checker;
import dev.tattle.bench.check.EchoChecker;
import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.wire.MessageCodec;
import java.util.List;
import java.util.random.RandomGenerator;

/** Sends payloads, each of which the node must send back. */
public final class EchoWorkload extends RequestWorkload {
  private static final int PAYLOADS = 128;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Generator generator(Setting setting, RandomGenerator random) {
    return Generator.endless(
        () -> new Invocation("echo", Json.of("Please echo " + random.nextInt(PAYLOADS))));
  }

  @Override
  public Checker checker(boolean excusesKills) {
    return new EchoChecker();
  }

  @Override
  public Trials trials() {
    return new Trials(
        List.of("--node-count 1 --time-limit 2 --rate 50"),
        List.of("--node-count 1 --time-limit 10"),
        Trials.ofNodes(3));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.f().equals("echo");
  }

  @Override
  public Body request(Setting setting, Invocation invocation) {
    return Body.of("echo", "echo", invocation.value());
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return ReplySchema.of("echo_ok", "echo", ReplySchema.Kind.ANY);
  }

  /** Returns the whole body of the reply. */
  @Override
  public Json okValue(Setting setting, Invocation invocation, Body reply) {
    return MessageCodec.toJson(reply);
  }
}
