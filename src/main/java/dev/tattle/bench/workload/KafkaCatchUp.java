package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * The final operations of one client. It crashes, is assigned all keys from the beginning, and
 * polls five times a second. It stops when it has seen all offsets that any client was told of, or
 * after ten seconds. A client that is replaced meanwhile begins again, unlike in Jepsen.
 *
 * <p>Source: {@code jepsen.tests.kafka/final-polls}.
 */
final class KafkaCatchUp implements Generator {
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final double MEAN_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final Map<String, Long> missing;
  private final Invocation assign;
  private final Invocation poll;
  private final RandomGenerator random;
  private Stage stage = Stage.CRASH;
  private long endNanos;
  private long dueNanos;

  private enum Stage {
    CRASH,
    ASSIGN,
    POLL
  }

  /**
   * Begins the catch-up.
   *
   * @param furthest by key, the offset to reach
   */
  KafkaCatchUp(Map<String, Long> furthest, RandomGenerator random) {
    missing = new LinkedHashMap<>(furthest);
    this.random = random;
    assign =
        new Invocation(
            "assign",
            KafkaOperations.names(furthest.keySet()),
            details(KafkaClient.FROM_THE_BEGINNING, Json.of(true)));
    poll = new Invocation("poll", KafkaOperations.POLL.value(), details("poll-ms", Json.of(1000)));
  }

  private static Json.Obj details(String name, Json value) {
    return new Json.Obj(Map.of(name, value));
  }

  @Override
  public Next next(Turn turn) {
    if (endNanos == 0) {
      endNanos = turn.elapsedNanos() + MOST_NANOS;
    }
    if (missing.isEmpty() || turn.elapsedNanos() > endNanos) {
      return Idle.DONE;
    }
    return switch (stage) {
      case CRASH -> new Do(KafkaOperations.CRASH);
      case ASSIGN -> new Do(assign);
      case POLL -> pollWhenDue(turn.elapsedNanos());
    };
  }

  private Next pollWhenDue(long nowNanos) {
    if (nowNanos < dueNanos) {
      return Idle.PENDING;
    }
    dueNanos = nowNanos + (long) (random.nextDouble() * 2 * MEAN_PAUSE_NANOS);
    return new Do(poll);
  }

  @Override
  public void onCompletion(long process, Invocation invocation, Outcome outcome) {
    if (outcome.type() == Operation.Type.INFO) {
      stage = Stage.ASSIGN;
    } else if (invocation.equals(assign)) {
      stage = Stage.POLL;
    } else if (outcome.type() == Operation.Type.OK) {
      KafkaOperations.polled(outcome.value())
          .forEach(
              (key, offset) ->
                  missing.computeIfPresent(key, (k, least) -> least <= offset ? null : least));
    }
  }
}
