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
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Generates half additions and half looks. Half of the additions have a key. Any client may repeat
 * such an addition, more often if it did not end ok. Half of all operations belong to a session. A
 * session does one operation at a time, each at whichever client is free.
 */
final class CountersOperations implements Generator {
  private static final int REMEMBERED = 24;

  private final RandomGenerator random;
  private final CounterPool pool;
  private final int sessions;
  private final CountersEnding ending;
  private final Set<Json> busySessions = new LinkedHashSet<>();
  private final List<Invocation> recent = new ArrayList<>();
  private final List<Invocation> unsettled = new ArrayList<>();
  private long keys;

  CountersOperations(Setting setting, RandomGenerator random) {
    this.random = random;
    pool = new CounterPool(random);
    sessions = Math.max(2, setting.nodes().size());
    ending = new CountersEnding(setting.nodes().size(), random);
  }

  @Override
  public Next next(Turn turn) {
    int lot = random.nextInt(100);
    if (lot < 40) {
      return new Do(lot < 10 && !recent.isEmpty() ? again() : add());
    } else if (lot < 48) {
      return new Do(addAll());
    } else if (lot < 72) {
      return new Do(operation("read", "counter", Json.of(pool.look())));
    } else if (lot < 80) {
      Json counter = Json.of(pool.look());
      return new Do(
          operation("read", "counter", counter, "consistency", Json.of(CountersWorkload.MAJORITY)));
    } else if (lot < 85) {
      return new Do(operation("delete", "counter", Json.of(pool.victim())));
    } else if (lot < 95) {
      Json wait = Json.of(random.nextBoolean() ? 300 : 3_000);
      return new Do(operation("watch", "counter", Json.of(pool.look()), "wait", wait));
    }
    return new Do(new Invocation("list", Json.object("limit", Json.of(3 + random.nextInt(20)))));
  }

  private Invocation add() {
    CounterPool.Addition drawn = pool.draw();
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("counter", Json.of(drawn.counter()));
    fields.put("delta", Json.of(drawn.delta()));
    long meanTtl = drawn.kind().ttlMillis();
    if (meanTtl > 0) {
      fields.put("ttl", Json.of(meanTtl / 2 + random.nextLong(meanTtl)));
    }
    return keyed("add", fields);
  }

  private Invocation addAll() {
    List<Json> adds = new ArrayList<>();
    for (CounterPool.Addition drawn : pool.drawBatch()) {
      adds.add(Json.array(Json.of(drawn.counter()), Json.of(drawn.delta())));
    }
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("adds", Json.array(adds));
    return keyed("add_all", fields);
  }

  private Invocation keyed(String f, Map<String, Json> fields) {
    if (random.nextBoolean()) {
      fields.put("key", Json.of("key-" + keys++));
      recent.add(new Invocation(f, new Json.Obj(fields)));
      if (recent.size() > REMEMBERED) {
        recent.remove(0);
      }
    }
    return inSession(f, fields);
  }

  /** Repeats an addition with its key: it must count once. */
  private Invocation again() {
    List<Invocation> from = unsettled.isEmpty() || random.nextInt(3) == 0 ? recent : unsettled;
    Invocation keyed = from.get(random.nextInt(from.size()));
    return inSession(keyed.f(), CountersClient.fields(keyed));
  }

  private Invocation operation(String f, Object... namesAndValues) {
    return inSession(f, ((Json.Obj) Json.object(namesAndValues)).fields());
  }

  private Invocation inSession(String f, Map<String, Json> fields) {
    Json session = Json.of(random.nextInt(sessions));
    if (random.nextBoolean() || !busySessions.add(session)) {
      return new Invocation(f, new Json.Obj(fields));
    }
    Map<String, Json> more = new LinkedHashMap<>(fields);
    more.put("session", session);
    return new Invocation(f, new Json.Obj(more));
  }

  @Override
  public void onCompletion(long process, Invocation invocation, Outcome outcome) {
    Map<String, Json> fields = CountersClient.fields(invocation);
    busySessions.remove(fields.getOrDefault("session", Json.NULL));
    Json key = fields.get("key");
    if (key == null) {
      return;
    }
    unsettled.removeIf(one -> key.equals(CountersClient.fields(one).get("key")));
    Invocation keyed = remembered(key);
    if (outcome.type() != Operation.Type.OK && keyed != null) {
      unsettled.add(keyed);
      if (unsettled.size() > REMEMBERED) {
        unsettled.remove(0);
      }
    }
  }

  private @Nullable Invocation remembered(Json key) {
    return recent.stream()
        .filter(one -> key.equals(CountersClient.fields(one).get("key")))
        .findFirst()
        .orElse(null);
  }

  @Override
  public Optional<Generator> atTheEnd(int client) {
    return Optional.of(ending.of(client));
  }
}
