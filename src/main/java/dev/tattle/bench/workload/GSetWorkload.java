package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Elements 0, 1, 2 … are added to a set that only grows. */
final class GSetWorkload implements Workload {
  private final LargeValues large;

  GSetWorkload(LargeValues large) {
    this.large = large;
  }

  @Override
  public String name() {
    return "g-set";
  }

  @Override
  public Supplier<Invocation> operations(RandomGenerator random) {
    return new Mix(new Counting("add"), random);
  }

  @Override
  public boolean has(Invocation invocation) {
    return invocation.equals(Invocation.READ) || invocation.f().equals("add");
  }

  @Override
  public Body request(Invocation invocation) {
    return invocation.f().equals("read")
        ? Body.of("read")
        : Body.of("add", "element", large.forNodes(invocation.value()));
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
  public Json okValue(Invocation invocation, Body reply) {
    return invocation.f().equals("read")
        ? large.forHistory(reply.json("value"))
        : invocation.value();
  }

  @Override
  public Invariant invariant() {
    return new SetInvariant();
  }

  @Override
  public Optional<Invocation> finalOperation() {
    return Optional.of(Invocation.READ);
  }
}
