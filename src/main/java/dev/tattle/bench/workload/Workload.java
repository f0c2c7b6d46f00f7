package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the nodes, as Maelstrom asks it. Immutable; state is in the generator.
 *
 * <p>Source: Maelstrom's {@code doc/workloads.md} and {@code workload/*.clj}.
 */
public interface Workload {
  /** The name on the command line. */
  String name();

  /** A new endless supply of operations. All its randomness comes from this generator. */
  Supplier<Invocation> operations(RandomGenerator random);

  /** True where such an operation could be in the supply. */
  boolean has(Invocation invocation);

  /** The request that carries out an operation, without its {@code msg_id}. */
  Body request(Invocation invocation);

  /** What the reply must look like that says that it happened. */
  ReplySchema reply(Invocation invocation);

  /** The value of the completed operation; the reply has the right schema. */
  Json okValue(Invocation invocation, Body reply);

  /** The value that a request adds to a set; null where it adds none. */
  default @Nullable Json added(Body request) {
    return null;
  }

  /** True for operations whose time-out means that nothing happened that matters. */
  default boolean isIdempotent(String f) {
    return f.equals("read");
  }

  /** A request that every node gets before the first operation. */
  default Optional<Setup> setup() {
    return Optional.empty();
  }

  /** What each client does after everything has healed. */
  default Optional<Invocation> finalOperation() {
    return Optional.empty();
  }

  /** What no node may show at any time; a new one for each run. */
  default Invariant invariant() {
    return Invariant.NONE;
  }

  /** A request and the reply that it must get. */
  record Setup(Body request, ReplySchema reply) {}
}
