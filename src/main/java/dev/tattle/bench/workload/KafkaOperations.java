package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Generates half sends and half polls. Sends write 1, 2, 3 … to each key. One in 64 operations
 * instead assigns the client the next key. A third of these assignments add every key with an
 * acknowledged message that nobody has polled. Each client crashes every 30 s on average.
 *
 * <p>Source: {@code jepsen.tests.kafka/workload}.
 */
final class KafkaOperations implements Generator {
  static final Invocation CRASH = new Invocation("crash", Json.NULL);
  static final Invocation POLL =
      new Invocation("poll", Json.array(Json.array(List.of(Json.of("poll")))));
  private static final int ASSIGN_ONE_IN = 64;
  private static final int UNSEEN_ONE_IN = 3;
  private static final double MEAN_CRASH_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final RandomGenerator random;
  private final KeyPool keys;
  private final Map<Integer, Long> crashes = new LinkedHashMap<>();

  /** The highest offset of each key that any client was told of. */
  private final Map<String, Long> furthest = new LinkedHashMap<>();

  /** The highest acknowledged offset of each key that nobody has polled that far. */
  private final Map<String, Long> unseen = new LinkedHashMap<>();

  private @Nullable Drawn held;

  /** An operation and the key that it is meant for; a poll does not name its key. */
  private record Drawn(String key, Invocation invocation) {}

  KafkaOperations(KeyOptions options, RandomGenerator random) {
    this.random = random;
    keys = new KeyPool(options, random);
  }

  @Override
  public Next next(Turn turn) {
    if (turn.elapsedNanos() >= crashes.computeIfAbsent(turn.worker(), first -> untilCrash())) {
      crashes.put(turn.worker(), turn.elapsedNanos() + untilCrash());
      return new Do(CRASH);
    }
    Drawn drawn = held == null ? draw() : held;
    boolean isAssignment = random.nextInt(ASSIGN_ONE_IN) == 0;
    held = isAssignment ? drawn : null;
    return new Do(isAssignment ? assignment(drawn.key) : drawn.invocation);
  }

  private long untilCrash() {
    return (long) (random.nextDouble() * 2 * MEAN_CRASH_NANOS);
  }

  private Drawn draw() {
    while (random.nextBoolean()) {
      KeyPool.Write write = keys.drawWrite();
      if (write != null) {
        String key = Long.toString(write.key());
        Json send = Json.array(Json.of("send"), Json.of(key), Json.of(write.count()));
        return new Drawn(key, new Invocation("send", Json.array(List.of(send))));
      }
    }
    return new Drawn(Long.toString(keys.draw()), POLL);
  }

  private Invocation assignment(String key) {
    Set<String> assigned = new LinkedHashSet<>(List.of(key));
    if (random.nextInt(UNSEEN_ONE_IN) == 0) {
      assigned.addAll(unseen.keySet());
    }
    return new Invocation("assign", names(assigned));
  }

  static Json names(Set<String> keys) {
    List<Json> names = new ArrayList<>();
    keys.forEach(key -> names.add(Json.of(key)));
    return Json.array(names);
  }

  @Override
  public void onCompletion(long process, Invocation invocation, Outcome outcome) {
    if (outcome.type() != Operation.Type.OK) {
      return;
    }
    if (invocation.f().equals("send")) {
      List<Json> send = KafkaClient.items(KafkaClient.items(outcome.value()).get(0));
      String key = ((Json.Text) send.get(1)).value();
      long offset = KafkaClient.offset(send.get(2));
      furthest.merge(key, offset, Math::max);
      unseen.merge(key, offset, Math::max);
    } else if (invocation.f().equals("poll")) {
      polled(outcome.value())
          .forEach(
              (key, offset) -> {
                furthest.merge(key, offset, Math::max);
                unseen.computeIfPresent(key, (k, sent) -> sent <= offset ? null : sent);
              });
    }
  }

  /** The highest polled offset of each key of which the poll showed messages. */
  static Map<String, Long> polled(Json value) {
    List<Json> poll = KafkaClient.items(KafkaClient.items(value).get(0));
    return KafkaClient.furthest(((Json.Obj) poll.get(1)).fields());
  }

  @Override
  public Optional<Generator> atTheEnd(int client) {
    return Optional.of(new KafkaCatchUp(furthest, random));
  }
}
