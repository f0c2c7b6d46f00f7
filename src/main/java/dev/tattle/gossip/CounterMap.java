package dev.tattle.gossip;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Weight;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Many counters, each under a name, which go up and down. A replica numbers its changes, of
 * whatever counter; a delta has the latest totals of those counters that changed since some number.
 * So a counter that does not change costs no message and no byte of one, and what is compared is a
 * number a replica, however many counters there are.
 *
 * <pre>
 * content of a delta: [ledger, name, number, total, name, number, total, …]
 * </pre>
 *
 * where a number counts from the delta's {@code after}, and the ledger ({@link Ledger}) is there
 * only if it has changed since. A replica's total of a counter stands for all its earlier ones. A
 * delta need not hold a change that a later one has replaced, so whoever has all up to some number
 * has each counter as it was then or later, or will be told of a later change.
 *
 * <p><b>Replicas that are gone</b> are retired: their counts move to another replica ({@link
 * Retirement}), so that restarts without a disk leave nothing behind.
 *
 * <p><b>Bounds.</b> A replica adds up to 64 bits to a counter; one more is refused. {@value
 * #MOST_COUNTERS} counters have a name of at most {@value #LONGEST_NAME} characters; an add to
 * another one is refused here. Others may have added to more at the same time, which are taken. A
 * counter is never forgotten.
 *
 * <p>Source: Almeida, Shoker, Baquero, "Delta State Replicated Data Types" (2018), delta intervals;
 * Demers et al. (1987), recent update lists, for the order by latest change.
 */
public final class CounterMap implements TidyStore {
  public static final int MOST_COUNTERS = 1 << 22;
  public static final int LONGEST_NAME = 256;

  private final ReplicaId self;
  private final NameTable names = new NameTable();
  private final SortedMap<ReplicaId, CounterLog> logs = new TreeMap<>();
  private final Retirement retirement;
  private Closed closed = Closed.NONE;
  // Until one changes: they are looked at for each peer.
  private @Nullable VersionVector versions;

  public CounterMap(ReplicaId self) {
    this.self = self;
    retirement = new Retirement(self);
  }

  // What is counted.

  /** What all replicas have added to the counter; 0 where there is none of this name. */
  public BigInteger value(String name) {
    int counter = names.find(name);
    long sum = 0;
    BigInteger large = BigInteger.ZERO;
    for (CounterLog log : counter < 0 ? List.<CounterLog>of() : logs.values()) {
      long total = log.total(counter);
      long more = sum + total;
      if (((sum ^ more) & (total ^ more)) < 0) { // It does not fit.
        large = large.add(BigInteger.valueOf(sum));
        more = total;
      }
      sum = more;
    }
    return large.add(BigInteger.valueOf(sum));
  }

  /** The names of all counters that somebody has added to, in no order, as they are now. */
  public List<String> names() {
    return names.names();
  }

  /**
   * The delta that an add to a counter is. It is to be kept and then joined.
   *
   * @throws RequestException if the counter or the sum is beyond the bounds; definite
   */
  public Delta addition(String name, long delta) {
    if (closed.has(self)) {
      throw refused("this replica was declared to be gone: start it without its data");
    }
    int counter = names.find(name);
    if (counter < 0 && (names.size() >= MOST_COUNTERS || name.length() > LONGEST_NAME)) {
      throw refused(
          "there are at most %d counters, with names of at most %d characters"
              .formatted(MOST_COUNTERS, LONGEST_NAME));
    }
    CounterLog log = logs.get(self);
    long before = log == null || counter < 0 ? 0 : log.total(counter);
    long total = before + delta;
    if (((before ^ total) & (delta ^ total)) < 0) {
      throw refused("a node adds at most 64 bits to a counter");
    }
    long have = log == null ? 0 : log.version();
    Json content = Json.array(Json.of(name), Json.of(1), Json.of(total));
    return new Delta(self, have, have + 1, content);
  }

  private static RequestException refused(String why) {
    return new RequestException(RpcError.PRECONDITION_FAILED, why);
  }

  /** Adds to a counter, where nothing is kept on disk. */
  public void add(String name, long delta) {
    join(addition(name, delta));
  }

  /**
   * A node, which is no member, will never come back with what it has, or had, in memory or on
   * disk. Its counts stay, under the name of another replica. One node is to be told, and tells
   * all. If it comes back all the same, its adds are refused, and what it has counted since is
   * lost; in another incarnation it is welcome.
   */
  public void gone(NodeId node) {
    retirement.gone(node);
  }

  /** How many replicas there is something of: one a node, and those that are not retired yet. */
  public int replicas() {
    return logs.size();
  }

  // What is replicated.

  @Override
  public ReplicaId self() {
    return self;
  }

  @Override
  public VersionVector versions() {
    if (versions == null) {
      SortedMap<ReplicaId, Long> numbers = new TreeMap<>();
      logs.forEach((origin, log) -> numbers.put(origin, log.version()));
      numbers.keySet().removeAll(closed.all());
      // Nothing more of these is wanted.
      closed.claimed().forEach(replica -> numbers.put(replica, Long.MAX_VALUE));
      versions = new VersionVector(numbers);
    }
    return versions;
  }

  @Override
  public long version(ReplicaId origin) {
    CounterLog log = logs.get(origin);
    return closed.has(origin) ? Long.MAX_VALUE : log == null ? 0 : log.version();
  }

  @Override
  public boolean exceeds(VersionVector known) {
    for (Map.Entry<ReplicaId, CounterLog> entry : logs.entrySet()) {
      ReplicaId origin = entry.getKey();
      if (entry.getValue().version() > known.get(origin) && !closed.has(origin)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public List<Delta> since(VersionVector known, int maxBytes) {
    List<Delta> deltas = new ArrayList<>();
    long bytesLeft = maxBytes;
    for (Map.Entry<ReplicaId, CounterLog> entry : logs.entrySet()) {
      ReplicaId origin = entry.getKey();
      CounterLog log = entry.getValue();
      long after = known.get(origin);
      boolean fits = bytesLeft > 0 || deltas.isEmpty();
      if (fits && log.version() > after && !closed.has(origin)) {
        Delta delta =
            CounterChanges.of(origin, log, after, new CounterChanges.Batch(names, bytesLeft));
        bytesLeft -= Weight.bytes(delta.content());
        deltas.add(delta);
      }
    }
    return deltas;
  }

  @Override
  public boolean deltasReplaceEarlier() {
    return true;
  }

  @Override
  public int changes(Delta delta) {
    return Math.max(1, CounterChanges.changes(delta).size() / CounterChanges.FIELDS);
  }

  @Override
  public boolean isNews(Delta delta) {
    CounterChanges.require(delta);
    long have = version(delta.origin());
    return delta.after() <= have && delta.version() > have;
  }

  @Override
  public boolean join(Delta delta) {
    if (!isNews(delta)) {
      return false;
    }
    ReplicaId origin = delta.origin();
    CounterLog log = logs.computeIfAbsent(origin, none -> new CounterLog());
    read(CounterChanges.ledger(delta), log);
    List<Json> changes = CounterChanges.changes(delta);
    for (int i = 0; i < changes.size(); i += CounterChanges.FIELDS) {
      long number = delta.after() + CounterChanges.integer(changes.get(i + 1));
      // One up to there that is not here has changed again: that change will come.
      if (number > log.version()) {
        int counter = names.number(CounterChanges.text(changes.get(i)));
        log.put(counter, number, CounterChanges.integer(changes.get(i + 2)));
        takeFrom(closed.by(origin), counter, number);
      }
    }
    log.reach(delta.version());
    if (log.version() >= log.ledger().number()) {
      closed.by(origin).forEach(folded -> logs.remove(folded.replica()));
    }
    versions = null;
    return true;
  }

  private void read(@Nullable Ledger ledger, CounterLog log) {
    if (ledger != null && ledger.number() > log.ledger().number()) {
      log.say(ledger);
      closed = Closed.of(logs);
    }
  }

  /** A replica's count has moved to another one, and is here under its name. */
  private void takeFrom(List<Ledger.Folded> folded, int counter, long number) {
    for (Ledger.Folded one : folded) {
      CounterLog log = logs.get(one.replica());
      if (log != null && number >= one.since()) {
        log.remove(counter);
      }
    }
  }

  @Override
  public @Nullable Delta tidying(Collection<NodeId> others, boolean isFirst) {
    Retirement.Step step = retirement.next(new Retirement.Scene(logs, closed, others, isFirst));
    return step == null ? null : delta(step);
  }

  /** The change that writes a ledger and takes over the counts of those who are folded with it. */
  private Delta delta(Retirement.Step step) {
    CounterLog log = logs.getOrDefault(self, new CounterLog());
    List<Json> content = new ArrayList<>();
    content.add(step.ledger().numbered(log.version() + 1).toJson());
    long number = 1;
    for (Map.Entry<Integer, Long> sum : step.sums().entrySet()) {
      content.add(Json.of(names.name(sum.getKey())));
      content.add(Json.of(++number));
      content.add(Json.of(sum.getValue()));
    }
    return new Delta(self, log.version(), log.version() + number, Json.array(content));
  }
}
