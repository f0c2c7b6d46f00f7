package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.wire.MessageCodec;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A payload is sent, and must come back. */
final class EchoWorkload implements Workload {
  private static final int PAYLOADS = 128;

  @Override
  public String name() {
    return "echo";
  }

  @Override
  public Supplier<Invocation> operations(RandomGenerator random) {
    return () -> new Invocation("echo", Json.of("Please echo " + random.nextInt(PAYLOADS)));
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.f().equals("echo");
  }

  @Override
  public Body request(Invocation invocation) {
    return Body.of("echo", "echo", invocation.value());
  }

  @Override
  public ReplySchema reply(Invocation invocation) {
    return ReplySchema.of("echo_ok", "echo", ReplySchema.Kind.ANY);
  }

  /** The whole body of the reply. */
  @Override
  public Json okValue(Invocation invocation, Body reply) {
    return MessageCodec.toJson(reply);
  }
}
