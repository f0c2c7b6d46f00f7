package dev.tattle.bench.workload;

import dev.tattle.bench.check.counters.PowerSum;
import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The final operations of all clients. Of two clients at each node, one changes two counters and
 * the other watches. After the last change all clients list all counters until all lists are the
 * same, for ten seconds at most. Then each client looks once more at the counters changed last:
 * with a watch, a read and a majority read.
 */
final class CountersEnding {
  private static final String WATCHED = "last-watched";
  private static final String DELETED = "last-deleted";
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long WATCH_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int CHANGES_OF_A_CLIENT = 4;

  private static final Invocation LIST = new Invocation("list", Json.object("limit", Json.of(100)));
  private static final List<Invocation> LAST_LOOKS =
      List.of(
          watch(2_000),
          new Invocation("read", Json.object("counter", Json.of(WATCHED))),
          new Invocation(
              "read",
              Json.object(
                  "counter", Json.of(DELETED), "consistency", Json.of(CountersWorkload.MAJORITY))));

  private final int nodes;
  private final RandomGenerator random;
  private final Set<Integer> clients = new LinkedHashSet<>();
  private final Set<Integer> changing = new LinkedHashSet<>();
  private final Map<Integer, Json> lists = new LinkedHashMap<>();
  private int powers;

  CountersEnding(int nodes, RandomGenerator random) {
    this.nodes = nodes;
    this.random = random;
  }

  /** Returns the generator for one client. */
  Generator of(int client) {
    clients.add(client);
    boolean changes = client / nodes % 2 == 1;
    if (changes) {
      changing.add(client);
    }
    return new OfOne(client, changes);
  }

  private static Invocation watch(long waitMillis) {
    return new Invocation(
        "watch", Json.object("counter", Json.of(WATCHED), "wait", Json.of(waitMillis)));
  }

  /** The next power as a delta: no earlier change used it. */
  private Json nextPower() {
    return Json.of(PowerSum.power(powers++));
  }

  private boolean areListsTheSame() {
    return lists.size() == clients.size() && new LinkedHashSet<>(lists.values()).size() == 1;
  }

  private enum Stage {
    CHANGE,
    WATCH,
    LIST,
    LOOK
  }

  private final class OfOne implements Generator {
    private final int client;
    private Stage stage;
    private int done;
    private boolean isLastWatch;
    private long dueNanos;
    private long endNanos;

    OfOne(int client, boolean changes) {
      this.client = client;
      stage = changes ? Stage.CHANGE : Stage.WATCH;
    }

    @Override
    public Next next(Turn turn) {
      return switch (stage) {
        case CHANGE -> pace(turn, this::change);
        case WATCH -> watchOn(turn);
        case LIST -> list(turn);
        case LOOK -> done < LAST_LOOKS.size() ? new Do(LAST_LOOKS.get(done++)) : Idle.DONE;
      };
    }

    private Next pace(Turn turn, Supplier<Next> operation) {
      if (turn.elapsedNanos() < dueNanos) {
        return Idle.PENDING;
      }
      dueNanos = turn.elapsedNanos() + (long) (random.nextDouble() * 2 * PAUSE_NANOS);
      return operation.get();
    }

    private Next change() {
      int change = done++;
      if (change == CHANGES_OF_A_CLIENT || powers + 1 >= PowerSum.POWERS) {
        changing.remove(client);
        stage = Stage.LIST;
        return Idle.PENDING;
      }
      if (change == 2) {
        List<Json> adds = new ArrayList<>();
        for (String counter : List.of(WATCHED, DELETED)) {
          adds.add(Json.array(Json.of(counter), nextPower()));
        }
        return new Do(new Invocation("add_all", Json.object("adds", Json.array(adds))));
      }
      return new Do(
          change == 3
              ? new Invocation("delete", Json.object("counter", Json.of(DELETED)))
              : new Invocation(
                  "add", Json.object("counter", Json.of(WATCHED), "delta", nextPower())));
    }

    /**
     * Watches again after a pause, because a node that refuses or answers at once would otherwise
     * be asked without end at one instant.
     */
    private Next watchOn(Turn turn) {
      if (turn.elapsedNanos() < dueNanos) {
        return Idle.PENDING;
      }
      if (isLastWatch) {
        stage = Stage.LIST;
        return Idle.PENDING;
      }
      isLastWatch = changing.isEmpty();
      dueNanos = turn.elapsedNanos() + WATCH_PAUSE_NANOS;
      return new Do(watch(3_000));
    }

    private Next list(Turn turn) {
      if (!changing.isEmpty()) {
        return Idle.PENDING;
      }
      endNanos = endNanos == 0 ? turn.elapsedNanos() + MOST_NANOS : endNanos;
      if (areListsTheSame() || turn.elapsedNanos() > endNanos) {
        stage = Stage.LOOK;
        done = 0;
        return Idle.PENDING;
      }
      return pace(turn, () -> new Do(LIST));
    }

    @Override
    public void onCompletion(long process, Invocation invocation, Outcome outcome) {
      if (invocation.equals(LIST) && outcome.type() == Operation.Type.OK) {
        lists.put(client, CounterTokens.field(((Json.Obj) outcome.value()).fields(), "counters"));
      }
    }
  }
}
