package dev.tattle.crdt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The laws of a join-semilattice, over seeded random values. */
final class CrdtLawsTest {
  private static final int RUNS = 500;

  private final SplittableRandom random = new SplittableRandom(42);

  @Test
  void joiningCountersIsAssociativeCommutativeAndIdempotent() {
    for (int i = 0; i < RUNS; i++) {
      History history = new History();
      Counter a = history.some();
      Counter b = history.some();
      Counter c = history.some();
      assertThat(a.join(b)).isEqualTo(b.join(a));
      assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
      assertThat(a.join(a)).isEqualTo(a);
      assertThat(a.join(b).join(b)).isEqualTo(a.join(b));
      assertThat(a.join(b).covers(a)).isTrue();
      assertThat(a.join(b).covers(b)).isTrue();
    }
  }

  @Test
  void joiningVersionVectorsIsAssociativeCommutativeAndIdempotent() {
    for (int i = 0; i < RUNS; i++) {
      VersionVector a = vector();
      VersionVector b = vector();
      VersionVector c = vector();
      assertThat(a.join(b)).isEqualTo(b.join(a));
      assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
      assertThat(a.join(a)).isEqualTo(a);
      assertThat(a.join(b).covers(a)).isTrue();
      assertThat(a.covers(b)).isEqualTo(a.join(b).equals(a));
    }
  }

  @Test
  void versionVectorsAreTheMapsThatTheyAreMadeOf() {
    for (int i = 0; i < RUNS; i++) {
      VersionVector a = vector();
      VersionVector b = vector();
      TreeMap<ReplicaId, Long> joined = new TreeMap<>(a.versions());
      b.versions().forEach((replica, number) -> joined.merge(replica, number, Math::max));
      TreeMap<ReplicaId, Long> replaced = new TreeMap<>(a.versions());
      replaced.putAll(b.versions());
      assertThat(a.join(b).versions()).isEqualTo(joined);
      assertThat(a.replacing(b).versions()).isEqualTo(replaced);
      for (int replica = 0; replica < 4; replica++) {
        ReplicaId id = new ReplicaId("r" + replica);
        assertThat(a.get(id)).isEqualTo(a.versions().getOrDefault(id, 0L));
        assertThat(a.get(id, random.nextInt(4))).isEqualTo(a.get(id));
      }
      assertThat(a.isEmpty()).isEqualTo(a.versions().isEmpty());
      assertThat(new VersionVector(a.versions())).isEqualTo(a).hasSameHashCodeAs(a);
    }
  }

  @Test
  void aVersionVectorIsTheSameInWhateverOrderItsEntriesCome() {
    for (int i = 0; i < RUNS; i++) {
      TreeMap<ReplicaId, Long> versions = new TreeMap<>();
      VersionVector.Builder builder = new VersionVector.Builder(4);
      for (int entries = random.nextInt(5); entries > 0; entries--) {
        ReplicaId replica = new ReplicaId("r" + random.nextInt(4));
        long number = random.nextLong(5);
        versions.put(replica, number);
        builder.put(replica, number);
      }
      assertThat(builder.build()).isEqualTo(new VersionVector(versions));
    }
  }

  @Test
  void aJoinOfAllStatesCountsEachAddOnce() {
    for (int i = 0; i < RUNS; i++) {
      History history = new History();
      Counter joined = Counter.ZERO;
      for (int k = 0; k < 20; k++) {
        joined = joined.join(history.some());
      }
      assertThat(sum(joined.join(history.all()))).isEqualTo(history.sum);
    }
  }

  @Test
  void aCounterIsTheSameAfterJson() {
    for (int i = 0; i < RUNS; i++) {
      Counter counter = new History().all();
      assertThat(Counter.fromJson(counter.toJson())).isEqualTo(counter);
    }
  }

  @Test
  void whatIsNoCounterIsRefused() {
    for (Json json :
        new Json[] {
          Json.NULL,
          Json.of(3),
          Json.object("r", Json.of(3)),
          Json.object("r", Json.array(Json.of(0), Json.of(3))),
          Json.object("r", Json.array(Json.of(1), new Json.Num("1.5"))),
          Json.object("r", Json.array(Json.of(1)))
        }) {
      assertThatThrownBy(() -> Counter.fromJson(json)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void eachIncarnationOfANodeIsAnotherReplica() {
    Set<ReplicaId> replicas = new LinkedHashSet<>();
    for (int i = 0; i < 1_000; i++) {
      replicas.add(ReplicaId.fresh(new FakeEnvironment(random, "n0", "n0")));
    }
    assertThat(replicas).hasSize(1_000);
  }

  private static Counter added(Counter counter, ReplicaId replica, BigInteger delta) {
    TreeMap<ReplicaId, Counter.Slot> slots = new TreeMap<>(counter.slots());
    slots.put(replica, slots.getOrDefault(replica, Counter.Slot.NONE).plus(delta));
    return new Counter(slots);
  }

  private static BigInteger sum(Counter counter) {
    return counter.slots().values().stream()
        .map(Counter.Slot::total)
        .reduce(BigInteger.ZERO, BigInteger::add);
  }

  private VersionVector vector() {
    TreeMap<ReplicaId, Long> versions = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      versions.put(new ReplicaId("r" + random.nextInt(4)), 1 + random.nextLong(5));
    }
    return new VersionVector(versions);
  }

  /** Adds of a few replicas, with counters that know some of each replica's first adds. */
  private final class History {
    private final Counter[][] states = new Counter[3][];
    private BigInteger sum = BigInteger.ZERO;

    History() {
      for (int replica = 0; replica < states.length; replica++) {
        states[replica] = new Counter[1 + random.nextInt(5)];
        states[replica][0] = Counter.ZERO;
        for (int i = 1; i < states[replica].length; i++) {
          BigInteger delta =
              BigInteger.valueOf(random.nextInt(-5, 5)).shiftLeft(random.nextInt(90));
          sum = sum.add(delta);
          states[replica][i] = added(states[replica][i - 1], new ReplicaId("r" + replica), delta);
        }
      }
    }

    Counter some() {
      Counter some = Counter.ZERO;
      for (Counter[] replica : states) {
        some = some.join(replica[random.nextInt(replica.length)]);
      }
      return some;
    }

    Counter all() {
      Counter all = Counter.ZERO;
      for (Counter[] replica : states) {
        all = all.join(replica[replica.length - 1]);
      }
      return all;
    }
  }
}
