package dev.tattle.bench.torture;

import dev.tattle.bench.check.counters.PowerSum;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Records the additions to each counter, and checks values against them. Each addition is a
 * different power of four, so a value shows which additions are in it, and how often.
 */
final class AdditionLedger {
  /** The most counters; after that there are no more additions. */
  static final int MAX_COUNTERS = 50_000;

  /**
   * The number of counters that take additions at a time; few, so that several nodes add to each.
   */
  private static final int OPEN_COUNTERS = 12;

  private static final class Account {
    private final String name;
    private final List<Addition> additions = new ArrayList<>();
    private final Map<String, Long> acknowledgedAt = new LinkedHashMap<>();
    private long negatives;
    private int reserved;

    Account(String name) {
      this.name = name;
    }
  }

  private final RandomGenerator random;
  private final List<Account> accounts = new ArrayList<>();
  private final Map<String, Account> byName = new LinkedHashMap<>();
  private final List<Integer> open = new ArrayList<>();
  private final List<Addition> all = new ArrayList<>();

  AdditionLedger(RandomGenerator random) {
    this.random = random;
  }

  String name(int counter) {
    return accounts.get(counter).name;
  }

  int counters() {
    return accounts.size();
  }

  List<Addition> additions() {
    return all;
  }

  /**
   * Makes a new addition of {@code size} parts, to different counters; null if there is no room.
   */
  @Nullable Addition draw(int size, @Nullable String key) {
    while (open.size() < OPEN_COUNTERS && accounts.size() < MAX_COUNTERS) {
      Account account = new Account("t" + accounts.size());
      open.add(accounts.size());
      accounts.add(account);
      byName.put(account.name, account);
    }
    if (open.size() < size) {
      return null;
    }
    List<Addition.Part> parts = new ArrayList<>();
    int first = random.nextInt(open.size());
    for (int i = 0; i < size; i++) {
      parts.add(part(open.get((first + i) % open.size())));
    }
    open.removeIf(counter -> accounts.get(counter).reserved == PowerSum.POWERS);
    Addition addition = new Addition(parts, key);
    parts.forEach(part -> accounts.get(part.counter()).additions.add(addition));
    all.add(addition);
    return addition;
  }

  private Addition.Part part(int counter) {
    Account account = accounts.get(counter);
    int exponent = account.reserved++;
    boolean isNegative = random.nextInt(4) == 0;
    if (isNegative) {
      account.negatives |= 1L << exponent;
    }
    long power = PowerSum.power(exponent);
    return new Addition.Part(counter, exponent, isNegative ? -power : power);
  }

  /** Any counter with additions, more often a late one; -1 if there is none. */
  int anyCounter() {
    int size = accounts.size();
    int late = Math.min(size, 2 * OPEN_COUNTERS);
    return size == 0
        ? -1
        : random.nextInt(3) == 0 ? random.nextInt(size) : size - 1 - random.nextInt(late);
  }

  /** Records that this node acknowledged it, so that the node must show it from now on. */
  void acknowledged(Addition addition, String node) {
    for (Addition.Part part : addition.parts()) {
      accounts
          .get(part.counter())
          .acknowledgedAt
          .merge(node, part.bit(), (earlier, bit) -> earlier | bit);
    }
  }

  /**
   * The counters whose names begin with the prefix, and what the node must show of each, as bits.
   */
  Map<Integer, Long> mustShow(String prefix, String node) {
    Map<Integer, Long> must = new LinkedHashMap<>();
    for (int counter = 0; counter < accounts.size(); counter++) {
      if (accounts.get(counter).name.startsWith(prefix)) {
        must.put(counter, mustShow(counter, node));
      }
    }
    return must;
  }

  /** What the node must show of a counter, as bits, because it acknowledged it. */
  long mustShow(int counter, String node) {
    return accounts.get(counter).acknowledgedAt.getOrDefault(node, 0L);
  }

  /**
   * What is wrong with a value; empty if nothing is.
   *
   * @param must additions, as bits, that must be in it
   */
  String problem(int counter, Json value, long must) {
    Account account = accounts.get(counter);
    PowerSum sum = PowerSum.of(value, account.negatives);
    String what = account.name + " = " + JsonCodec.format(value) + ": ";
    if (sum.rest() != 0 || sum.minus() != 0) {
      return what + "it is no sum of what was added";
    }
    if (sum.twice() != 0) {
      return what + "counted twice: " + powers(account, sum.twice());
    }
    long strange = sum.once() & ~mayShow(account, counter);
    if (strange != 0) {
      return what + "counted, though it was refused or never sent: " + powers(account, strange);
    }
    long lost = must & ~sum.once();
    return lost == 0 ? "" : what + "lost, though acknowledged: " + powers(account, lost);
  }

  /**
   * The first addition of which some parts show and others do not; empty if there is none.
   *
   * @param values that one node showed at one moment; a missing counter shows nothing
   * @param counters to look at; parts in other counters are not judged
   */
  String tornBatch(Map<String, Json> values, Set<Integer> counters) {
    Map<Integer, Long> shown = new LinkedHashMap<>();
    for (int counter : counters) {
      Account account = accounts.get(counter);
      Json value = values.getOrDefault(account.name, Json.of(0));
      shown.put(counter, PowerSum.of(value, account.negatives).shown());
    }
    for (int counter : counters) {
      for (Addition addition : accounts.get(counter).additions) {
        if (addition.parts().size() == 1) {
          continue;
        }
        List<Addition.Part> seen =
            addition.parts().stream().filter(part -> counters.contains(part.counter())).toList();
        long count = seen.stream().filter(part -> isIn(part, shown)).count();
        if (count != 0 && count != seen.size()) {
          return "a part of a batch: of %s only %s"
              .formatted(
                  words(seen), words(seen.stream().filter(part -> isIn(part, shown)).toList()));
        }
      }
    }
    return "";
  }

  private static boolean isIn(Addition.Part part, Map<Integer, Long> shown) {
    return (shown.getOrDefault(part.counter(), 0L) & part.bit()) != 0;
  }

  private String words(List<Addition.Part> parts) {
    return String.join(
        ", ", parts.stream().map(part -> part.delta() + " to " + name(part.counter())).toList());
  }

  private static long mayShow(Account account, int counter) {
    long bits = 0;
    for (Addition addition : account.additions) {
      if (addition.mayShow()) {
        bits |= bits(addition, counter);
      }
    }
    return bits;
  }

  /** All acknowledged additions to a counter, as bits. */
  private static long acknowledged(Account account, int counter) {
    long bits = 0;
    for (Addition addition : account.additions) {
      if (addition.isAcknowledged()) {
        bits |= bits(addition, counter);
      }
    }
    return bits;
  }

  private static long bits(Addition addition, int counter) {
    long bits = 0;
    for (Addition.Part part : addition.parts()) {
      bits |= part.counter() == counter ? part.bit() : 0;
    }
    return bits;
  }

  private static String powers(Account account, long bits) {
    List<String> words = new ArrayList<>();
    for (Addition addition : account.additions) {
      for (Addition.Part part : addition.parts()) {
        boolean isHere = (part.bit() & bits) != 0 && part.counter() == counter(account);
        if (isHere) {
          words.add(part.delta() + (addition.key() == null ? "" : " of key " + addition.key()));
        }
      }
    }
    return String.join(", ", words);
  }

  private static int counter(Account account) {
    return Integer.parseInt(account.name.substring(1));
  }

  /**
   * What is wrong with the values of a node once it should have all additions.
   *
   * @param values by name; a missing counter counts as 0
   * @param most the most problems to return
   */
  List<String> problems(Map<String, Json> values, int most) {
    List<String> problems = new ArrayList<>();
    for (int counter = 0; counter < accounts.size() && problems.size() < most; counter++) {
      Account account = accounts.get(counter);
      Json value = values.getOrDefault(account.name, Json.of(0));
      String problem = problem(counter, value, acknowledged(account, counter));
      if (!problem.isEmpty()) {
        problems.add(problem);
      }
    }
    String torn = tornBatch(values, mustShow("", "").keySet());
    if (!torn.isEmpty() && problems.size() < most) {
      problems.add(torn);
    }
    values.keySet().stream()
        .filter(name -> !byName.containsKey(name) && problems.size() < most)
        .forEach(name -> problems.add(name + ": nobody added to it"));
    return problems;
  }
}
