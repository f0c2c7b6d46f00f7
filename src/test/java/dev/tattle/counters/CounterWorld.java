package dev.tattle.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Nodes that add, delete and tidy up at random, with deltas that arrive late, twice or never. A
 * naive model remembers every operation and what its node had seen.
 */
final class CounterWorld {
  static final Duration WINDOW = Duration.ofSeconds(1);
  private static final List<String> NAMES = List.of("a", "b", "c");

  /** An operation of a replica, with the version of its log afterwards. */
  private record Op(
      ReplicaId replica,
      long version,
      String counter,
      long delta,
      @Nullable String key,
      @Nullable VersionVector deletes) {}

  static final class Peer {
    CounterStore store;
    Counters counters;
    long lostAt;

    // What the peer had shown before it lost its disk. Until it shows as much again, it may show a
    // mix.
    VersionVector lost = VersionVector.EMPTY;

    Peer(CounterStore store) {
      this.store = store;
      store.mayTidy(true);
      counters = new Counters(store, limits());
    }
  }

  final SplittableRandom random;
  final List<Peer> peers = new ArrayList<>();
  private final List<Op> ops = new ArrayList<>();
  private final List<Delta> onTheirWay = new ArrayList<>();
  private final Map<String, Long> keys = new LinkedHashMap<>();
  private final Map<String, Op> firstOfKey = new LinkedHashMap<>();
  private final Map<ReplicaId, Long> lastOf = new LinkedHashMap<>();
  private final Map<Peer, List<Delta>> disks = new LinkedHashMap<>();
  private long now = 1;
  private int moved;
  final boolean losesDisks;

  CounterWorld(long seed, int size) {
    random = new SplittableRandom(seed);
    losesDisks = seed % 3 == 0;
    for (int i = 0; i < size; i++) {
      Peer peer = new Peer(new CounterStore(new ReplicaId("n" + i + ":0"), limits()));
      peers.add(peer);
      disks.put(peer, new ArrayList<>());
    }
  }

  private static CounterLimits limits() {
    return CounterLimits.DEFAULT.with(WINDOW);
  }

  int moved() {
    return moved;
  }

  void step() {
    now += random.nextInt(20);
    Peer peer = peers.get(random.nextInt(peers.size()));
    switch (random.nextInt(16)) {
      case 0, 1 -> add(peer, null);
      case 2 -> add(peer, "k" + keys.size());
      case 3 -> retry(peer);
      case 4 -> deleteSometimes(peer);
      case 5, 6, 7 -> send(peer, random.nextInt(400));
      case 8, 9, 10, 11, 12 -> deliver(peer);
      case 13 -> rollBackSometimes(peer);
      default -> tidy(peer);
    }
    check();
  }

  private void write(Peer peer, @Nullable Delta delta, Op op) {
    if (delta != null) {
      join(peer, delta);
      ops.add(op);
    }
  }

  private void join(Peer peer, Delta delta) {
    if (peer.store.isNews(delta)) {
      disks.getOrDefault(peer, new ArrayList<>()).add(delta);
    }
    peer.store.join(delta);
  }

  private void add(Peer peer, @Nullable String key) {
    String name = NAMES.get(random.nextInt(NAMES.size()));
    long delta = 1L + random.nextInt(5);
    if (key != null) {
      keys.put(key, now);
    }
    add(peer, name, delta, key);
  }

  private void add(Peer peer, String name, long delta, @Nullable String key) {
    Counters.Terms terms = new Counters.Terms(key, now, 0);
    Delta made = peer.counters.addition(List.of(new Counters.Add(name, delta)), terms);
    if (made != null) {
      Op op = new Op(peer.store.self(), made.version(), name, delta, key, null);
      if (key != null) {
        firstOfKey.putIfAbsent(key, op);
      }
      write(peer, made, op);
    }
  }

  /** The same add with the same key, within the window, perhaps at another node. */
  private void retry(Peer peer) {
    for (Op op : List.copyOf(firstOfKey.values())) {
      String key = op.key;
      if (key != null
          && now - keys.getOrDefault(key, 0L) < WINDOW.toMillis()
          && peer.lostAt < keys.getOrDefault(key, 0L)
          && random.nextBoolean()) {
        add(peer, op.counter, op.delta, key);
      }
    }
  }

  private void deleteSometimes(Peer peer) {
    if (!losesDisks && random.nextInt(3) == 0) {
      String name = NAMES.get(random.nextInt(NAMES.size()));
      VersionVector seen = seen(peer);
      try {
        Delta delta = peer.counters.deletion(name);
        write(peer, delta, new Op(peer.store.self(), delta.version(), name, 0, null, seen));
      } catch (RequestException absent) {
        assertThat(naive(peer, name)).as("exists").isEmpty();
      }
    }
  }

  private void send(Peer from, int maxBytes) {
    Peer to = peers.get(random.nextInt(peers.size()));
    onTheirWay.addAll(from.store.since(to.store.versions(), maxBytes));
  }

  private void deliver(Peer to) {
    for (int i = 0; i < 3 && !onTheirWay.isEmpty(); i++) {
      int which = random.nextInt(onTheirWay.size());
      Delta delta = onTheirWay.get(which);
      if (!delta.origin().equals(to.store.self())) {
        join(to, delta);
      }
      if (random.nextBoolean()) {
        onTheirWay.remove(which);
      }
    }
    while (onTheirWay.size() > 40) {
      onTheirWay.remove(random.nextInt(onTheirWay.size()));
    }
  }

  /**
   * Rolls one node's disk back, and lets the node continue as another replica. Only one node loses
   * its disk, because nobody can tell what two have lost. Such a world has no deletes: a node that
   * has forgotten moved adds could delete them.
   */
  private void rollBackSometimes(Peer peer) {
    if (losesDisks && !hasLost() && random.nextInt(30) == 0) {
      List<Delta> disk = disks.getOrDefault(peer, new ArrayList<>());
      disk.subList(random.nextInt(disk.size() + 1), disk.size()).clear();
      peer.lostAt = now;
      peer.lost = peer.lost.join(shownElsewhere(peer));
      ReplicaId old = peer.store.self();
      ReplicaId renewed = new ReplicaId(old.node() + ":" + ops.size());
      peer.store = new CounterStore(renewed, limits());
      peer.store.mayTidy(true);
      peer.counters = new Counters(peer.store, limits());
      disk.forEach(peer.store::join);
    }
  }

  private boolean hasCaughtUp(Peer peer) {
    return seen(peer).covers(peer.lost);
  }

  /** What a peer shows, with replicas that others have taken over. */
  private VersionVector seen(Peer peer) {
    SortedMap<ReplicaId, Long> seen = new TreeMap<>(peer.store.shown().versions());
    lastOf.forEach(
        (replica, last) -> {
          if (peer.store.isClosed(replica)) {
            seen.put(replica, last);
          }
        });
    return new VersionVector(seen);
  }

  /** What the others show. What only the lost disk had is lost. */
  private VersionVector shownElsewhere(Peer lost) {
    VersionVector shown = VersionVector.EMPTY;
    for (Peer peer : peers) {
      shown = peer == lost ? shown : shown.join(seen(peer));
    }
    return shown;
  }

  void tidy(Peer peer) {
    if (!hasCaughtUp(peer)) {
      return;
    }
    List<NodeId> others = new ArrayList<>();
    for (Peer other : peers) {
      if (other != peer) {
        others.add(new NodeId(other.store.self().node()));
      }
    }
    peer.store.time(now);
    Delta delta = peer.store.tidying(others, false);
    if (delta != null) {
      for (ReplicaLog log : peer.store.logs()) {
        if (log.id().node().equals(peer.store.self().node())) {
          lastOf.put(log.id(), log.shown()); // Should this change be the one that closes it.
        }
      }
      moved += delta.content().toString().contains(Forgotten.FIELD) ? 1 : 0;
      join(peer, delta);
    }
  }

  /** Stops all changes and delivers all messages. */
  void settle() {
    for (int round = 0; round < 40; round++) {
      now += WINDOW.toMillis();
      for (Peer from : peers) {
        for (Peer to : peers) {
          from.store.since(to.store.versions(), 1 << 20).forEach(delta -> join(to, delta));
        }
      }
      peers.forEach(this::tidy);
      check();
    }
  }

  /** Tells whether a replica is lost. Then nobody can forget its keys. */
  boolean hasLost() {
    return peers.stream().anyMatch(peer -> peer.lostAt > 0);
  }

  private void check() {
    for (Peer peer : peers) {
      for (String name : hasCaughtUp(peer) ? NAMES : List.<String>of()) {
        Set<Long> alive = new LinkedHashSet<>();
        long sum = 0;
        for (Op op : naive(peer, name)) {
          sum += op.delta;
          alive.add(op.version);
        }
        assertThat(peer.counters.value(name))
            .as("%s at %s, which shows %s", name, peer.store.self(), peer.store.shown())
            .isEqualTo(BigInteger.valueOf(sum));
        assertThat(peer.counters.exists(name)).as("exists").isEqualTo(!alive.isEmpty());
      }
    }
  }

  /** The adds to a counter that are shown at a node and not deleted; one of each key. */
  private List<Op> naive(Peer peer, String counter) {
    VersionVector shown = seen(peer);
    List<Op> seen = new ArrayList<>();
    for (Op op : ops) {
      if (op.counter.equals(counter) && op.version <= shown.get(op.replica)) {
        seen.add(op);
      }
    }
    Set<String> deadKeys = new LinkedHashSet<>();
    List<Op> alive = new ArrayList<>();
    for (Op op : seen) {
      boolean isDead = op.deletes != null || isDeleted(op, seen);
      if (!isDead) {
        alive.add(op);
      } else if (op.key != null) {
        deadKeys.add(op.key);
      }
    }
    Set<String> counted = new LinkedHashSet<>();
    alive.removeIf(op -> op.key != null && (deadKeys.contains(op.key) || !counted.add(op.key)));
    return alive;
  }

  private static boolean isDeleted(Op op, List<Op> seen) {
    for (Op deletion : seen) {
      if (deletion.deletes != null && op.version <= deletion.deletes.get(op.replica)) {
        return true;
      }
    }
    return false;
  }
}
