package dev.tattle.bench.check.txn;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Makes right and faulty histories of transactions like those of Elle's generator. It uses a few
 * keys at a time, some much more often than others. A key that was written often enough is replaced
 * by a new one.
 */
public final class ToyDatabase {
  /** How transactions are isolated from each other. */
  public enum Isolation {
    /** Each transaction happens at one moment. */
    STRICT,
    /** Like {@link #STRICT}, but some reads show an older state. */
    STALE,
    /** Each step happens at a moment of its own. */
    NONE,
    /** Reads show nothing. */
    BLANK
  }

  private final TxnKind kind;
  private final Isolation isolation;
  private final SplittableRandom random;
  private final int maxWrites;
  private final List<Operation> history = new ArrayList<>();
  private final int[] keys;
  private final Map<Integer, Integer> written = new LinkedHashMap<>();
  private final Map<Integer, List<Json>> states = new LinkedHashMap<>();
  private final List<Running> running = new ArrayList<>();
  private int nextKey;
  private int begun;
  private long nextProcess;

  /** A transaction under way. Its steps from {@code next} on have not happened yet. */
  private static final class Running {
    private final long process;
    private final List<Json> steps;
    private int next;

    Running(long process, List<Json> steps) {
      this.process = process;
      this.steps = steps;
    }
  }

  /** A database. */
  public ToyDatabase(
      TxnKind kind, Isolation isolation, SplittableRandom random, int keyCount, int maxWrites) {
    this.kind = kind;
    this.isolation = isolation;
    this.random = random;
    this.maxWrites = maxWrites;
    keys = new int[keyCount];
    for (int i = 0; i < keyCount; i++) {
      keys[i] = nextKey++;
    }
  }

  /**
   * Makes a history.
   *
   * @param transactions how many transactions
   * @param clients how many clients run at a time
   * @param maxLength the most steps of a transaction
   */
  public List<Operation> run(int transactions, int clients, int maxLength) {
    nextProcess = clients;
    List<Long> free = new ArrayList<>();
    for (long process = 0; process < clients; process++) {
      free.add(process);
    }
    while (begun < transactions || !running.isEmpty()) {
      boolean canBegin = begun < transactions && !free.isEmpty();
      if (canBegin && (running.isEmpty() || random.nextBoolean())) {
        begin(free.remove(random.nextInt(free.size())), maxLength);
      } else {
        step(running.get(random.nextInt(running.size())), free);
      }
    }
    return history;
  }

  private void begin(long process, int maxLength) {
    List<Json> steps = new ArrayList<>();
    for (int left = 1 + random.nextInt(maxLength); left > 0; left--) {
      int place = Math.min(Long.numberOfTrailingZeros(random.nextLong()), keys.length - 1);
      Json key = Json.of(keys[keys.length - 1 - place]);
      if (random.nextBoolean()) {
        steps.add(Json.array(Json.of("r"), key, Json.NULL));
      } else {
        int value = written.merge(keys[keys.length - 1 - place], 1, Integer::sum);
        steps.add(Json.array(Json.of(kind.write()), key, Json.of(value)));
        if (value >= maxWrites) {
          keys[keys.length - 1 - place] = nextKey++;
        }
      }
    }
    begun++;
    entry(Operation.Type.INVOKE, process, steps);
    running.add(new Running(process, steps));
  }

  private void step(Running txn, List<Long> free) {
    boolean isAtOnce = isolation != Isolation.NONE;
    if (txn.next == txn.steps.size()) {
      end(txn, free);
    } else if (isAtOnce && txn.next == 0 && random.nextInt(50) == 0) {
      // It failed, and did nothing.
      running.remove(txn);
      entry(Operation.Type.FAIL, txn.process, txn.steps);
      free.add(txn.process);
    } else {
      do {
        txn.steps.set(txn.next, done(txn.steps.get(txn.next)));
        txn.next++;
      } while (isAtOnce && txn.next < txn.steps.size());
    }
  }

  private void end(Running txn, List<Long> free) {
    running.remove(txn);
    if (random.nextInt(50) == 0) {
      List<Json> asked = new ArrayList<>();
      for (Json step : txn.steps) {
        List<Json> parts = ((Json.Arr) step).items();
        boolean isRead = parts.get(0).equals(Json.of("r"));
        asked.add(isRead ? Json.array(parts.get(0), parts.get(1), Json.NULL) : step);
      }
      entry(Operation.Type.INFO, txn.process, asked);
      free.add(nextProcess++);
    } else {
      entry(Operation.Type.OK, txn.process, txn.steps);
      free.add(txn.process);
    }
  }

  private Json done(Json step) {
    List<Json> parts = ((Json.Arr) step).items();
    int key = (int) ((Json.Int) parts.get(1)).value();
    List<Json> states = this.states.computeIfAbsent(key, absent -> new ArrayList<>());
    if (parts.get(0).equals(Json.of("r"))) {
      return Json.array(parts.get(0), parts.get(1), shown(states));
    }
    Json value = parts.get(2);
    if (kind == TxnKind.LIST_APPEND) {
      List<Json> list = new ArrayList<>();
      if (!states.isEmpty()) {
        list.addAll(((Json.Arr) states.get(states.size() - 1)).items());
      }
      list.add(value);
      states.add(Json.array(list));
    } else {
      states.add(value);
    }
    return step;
  }

  private Json shown(List<Json> states) {
    if (states.isEmpty() || isolation == Isolation.BLANK) {
      return Json.NULL;
    }
    boolean isOld = isolation == Isolation.STALE && random.nextInt(20) == 0;
    int place = states.size() - 1 - (isOld ? random.nextInt(2) : 0);
    return place < 0 ? Json.NULL : states.get(place);
  }

  private void entry(Operation.Type type, long process, List<Json> steps) {
    history.add(
        new Operation(
            history.size(),
            history.size() * 1_000_000L,
            type,
            process,
            "txn",
            Json.array(List.copyOf(steps)),
            null,
            false));
  }
}
