package dev.tattle.bench.workload;

import dev.tattle.bench.history.Invocation;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Outcome;
import dev.tattle.core.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Generates operations on three counters that a group of clients shares: {@code ticket-0} only
 * hands out numbers, {@code mixed-0} is changed in all ways, {@code bounded-0} has bounds. After
 * {@value #PROCESSES_OF_A_COUNTER} processes, three new counters replace them. Half of the writes
 * have a key. Any client may repeat such a write, more often if its outcome is unknown.
 */
final class StrongOperations implements Generator {
  /** A limit, because each open operation makes it dearer to check a counter. */
  private static final int PROCESSES_OF_A_COUNTER = 20;

  private static final int REMEMBERED = 24;
  private static final int TRIES_AT_THE_END = 5;
  private static final int READ_AT_THE_END = 30;
  private static final long[] DELTAS = {-1, 2, 2, -1, 2, Long.MAX_VALUE, -1, 2};

  private final int clients;
  private final RandomGenerator random;
  private final Map<Integer, Counters> ofGroup = new LinkedHashMap<>();
  private final Map<String, Long> seen = new LinkedHashMap<>();
  private final List<Invocation> recent = new ArrayList<>();
  private final Map<Json, Invocation> unsettled = new LinkedHashMap<>();
  private final Deque<Invocation> last = new ArrayDeque<>();
  private final Map<Invocation, Integer> tries = new LinkedHashMap<>();
  private boolean isEnding;
  private long number;
  private long keys;

  private record Counters(long number, Set<Long> processes) {}

  StrongOperations(int nodes, RandomGenerator random) {
    clients = 2 * nodes;
    this.random = random;
  }

  @Override
  public Next next(Turn turn) {
    long counters = counters(turn.worker() / clients, turn.process());
    int lot = random.nextInt(100);
    if (lot < 15 && !recent.isEmpty()) {
      return new Do(again());
    }
    if (lot < 45) {
      return new Do(ticket("ticket-" + counters));
    }
    return new Do(lot < 80 ? mixed("mixed-" + counters) : bounded("bounded-" + counters));
  }

  private long counters(int group, long process) {
    Counters counters = ofGroup.computeIfAbsent(group, first -> newCounters());
    counters.processes.add(process);
    if (counters.processes.size() > PROCESSES_OF_A_COUNTER) {
      counters = newCounters();
      counters.processes.add(process);
      ofGroup.put(group, counters);
    }
    return counters.number;
  }

  private Counters newCounters() {
    return new Counters(number++, new LinkedHashSet<>());
  }

  private Invocation ticket(String counter) {
    int lot = random.nextInt(10);
    if (lot < 5) {
      return write("next", counter);
    }
    return lot < 7 ? write("reserve", counter, "count", 1L + random.nextInt(10)) : read(counter);
  }

  private Invocation mixed(String counter) {
    int lot = random.nextInt(20);
    if (lot < 3) {
      return write("next", counter);
    } else if (lot < 8) {
      return add(counter);
    } else if (lot < 12) {
      long from = seen.getOrDefault(counter, 0L);
      return write("cas", counter, "from", from, "to", (long) random.nextInt(5));
    } else if (lot < 14) {
      return write("get_and_reset", counter);
    }
    return lot < 15 ? write("reserve", counter, "count", 3L) : read(counter);
  }

  private Invocation bounded(String counter) {
    int lot = random.nextInt(10);
    if (lot < 2) {
      long min = -random.nextInt(3);
      return write("bounds", counter, "min", min, "max", min + random.nextInt(8));
    }
    return lot < 7 ? add(counter) : read(counter);
  }

  private Invocation add(String counter) {
    return write("add", counter, "delta", DELTAS[random.nextInt(DELTAS.length)]);
  }

  private Invocation read(String counter) {
    Json local = Json.object("consistency", Json.of("local"));
    return operation("read", counter, random.nextInt(5) == 0 ? local : Json.object());
  }

  private Invocation write(String f, String counter, Object... namesAndNumbers) {
    Map<String, Json> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndNumbers.length; i += 2) {
      fields.put((String) namesAndNumbers[i], Json.of((Long) namesAndNumbers[i + 1]));
    }
    if (random.nextBoolean()) {
      return operation(f, counter, new Json.Obj(fields));
    }
    fields.put("key", Json.of("key-" + keys++));
    Invocation keyed = operation(f, counter, new Json.Obj(fields));
    recent.add(keyed);
    if (recent.size() > REMEMBERED) {
      recent.remove(0);
    }
    return keyed;
  }

  private static Invocation operation(String f, String counter, Json fields) {
    return new Invocation(f, Json.array(Json.of(counter), fields));
  }

  private Invocation again() {
    List<Invocation> from =
        unsettled.isEmpty() || random.nextInt(3) == 0 ? recent : List.copyOf(unsettled.values());
    return from.get(random.nextInt(from.size()));
  }

  @Override
  public void onCompletion(long process, Invocation invocation, Outcome outcome) {
    boolean isOk = outcome.type() == Operation.Type.OK;
    Json key = CounterStrongWorkload.fields(invocation).get("key");
    if (key != null && isOk) {
      unsettled.remove(key);
    } else if (key != null) {
      unsettled.put(key, invocation);
      if (unsettled.size() > REMEMBERED) {
        unsettled.remove(unsettled.keySet().iterator().next());
      }
    }
    String counter = counter(invocation);
    if (isOk
        && CounterStrongWorkload.fields(new Invocation("", outcome.value())).get("value")
            instanceof Json.Int value) {
      seen.put(counter, invocation.f().equals("get_and_reset") ? 0 : value.value());
    } else {
      seen.putIfAbsent(counter, 0L);
    }
  }

  private static String counter(Invocation invocation) {
    return ((Json.Text) ((Json.Arr) invocation.value()).items().get(0)).value();
  }

  /** Repeats the keyed writes that did not end ok, then reads the counters used last. */
  @Override
  public Optional<Generator> atTheEnd(int client) {
    return Optional.of(new Ending());
  }

  /** The final operations; all clients share what is left to do. */
  private final class Ending implements Generator {
    @Override
    public Next next(Turn turn) {
      if (!isEnding) {
        isEnding = true;
        last.addAll(unsettled.values());
        List<String> counters = List.copyOf(seen.keySet());
        counters.stream()
            .skip(Math.max(0, counters.size() - READ_AT_THE_END))
            .forEach(counter -> last.add(operation("read", counter, Json.object())));
      }
      Invocation next = last.poll();
      return next == null ? Idle.DONE : new Do(next);
    }

    @Override
    public void onCompletion(long process, Invocation invocation, Outcome outcome) {
      boolean isOk = outcome.type() == Operation.Type.OK;
      if (!isOk && tries.merge(invocation, 1, Integer::sum) < TRIES_AT_THE_END) {
        last.add(invocation);
      }
    }
  }
}
