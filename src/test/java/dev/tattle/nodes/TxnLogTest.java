package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What registers show of the transactions that have arrived, in any order. */
class TxnLogTest {
  private static final int SEEDS = 500;
  private static final int STEPS = 60;
  private static final List<Json> KEYS = List.of(Json.of("a"), Json.of("b"), Json.of("c"));

  private final TxnLog n0 = new TxnLog(new ReplicaId("n0:0"));
  private final TxnLog n1 = new TxnLog(new ReplicaId("n1:0"));
  private final TxnLog n2 = new TxnLog(new ReplicaId("n2:0"));

  private static void write(TxnLog at, Object... keysAndValues) {
    Map<Json, Json> writes = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      writes.put(Json.of((String) keysAndValues[i]), Json.of((int) keysAndValues[i + 1]));
    }
    at.write(at.record(writes));
  }

  /** Only what this replica has written itself. */
  private static void passOwn(TxnLog from, TxnLog to) {
    for (Delta delta : from.since(to.versions(), Integer.MAX_VALUE)) {
      if (delta.origin().equals(from.self())) {
        to.join(delta);
      }
    }
    to.show();
  }

  private static void pass(TxnLog from, TxnLog to, int maxBytes) {
    from.since(to.versions(), maxBytes).forEach(to::join);
    to.show();
    assert to.checkInvariants();
  }

  private static Json value(TxnLog at, String key) {
    return at.value(Json.of(key));
  }

  @Test
  void ownWritesAreShownAtOnceAndOthersOnceTheyHaveCome() {
    write(n0, "a", 1, "b", 2);
    assertThat(value(n0, "a")).isEqualTo(Json.of(1));
    assertThat(value(n1, "a")).isEqualTo(Json.NULL);
    passOwn(n0, n1);
    assertThat(List.of(value(n1, "a"), value(n1, "b"))).containsExactly(Json.of(1), Json.of(2));
  }

  @Test
  void transactionWaitsForWhatItsNodeWasShownBefore() {
    write(n0, "a", 1);
    passOwn(n0, n1);
    write(n1, "b", 2);
    passOwn(n1, n2);
    assertThat(value(n2, "b")).as("a is not here").isEqualTo(Json.NULL);
    passOwn(n0, n2);
    assertThat(List.of(value(n2, "a"), value(n2, "b"))).containsExactly(Json.of(1), Json.of(2));
  }

  @Test
  void ofTwoWritesAtTheSameTimeTheSameOneStaysEverywhere() {
    write(n0, "a", 1);
    write(n1, "a", 2);
    passOwn(n0, n1);
    passOwn(n1, n0);
    assertThat(List.of(value(n0, "a"), value(n1, "a"))).containsExactly(Json.of(2), Json.of(2));
    write(n0, "a", 3);
    passOwn(n0, n1);
    assertThat(value(n1, "a")).as("it has seen the other").isEqualTo(Json.of(3));
  }

  @Test
  void whatARecordNeedsIsNamedOnce() {
    write(n0, "a", 1);
    passOwn(n0, n1);
    Map<Json, Json> writes = Map.of(Json.of("b"), Json.of(2));
    assertThat(needs(n1.record(writes))).isEqualTo(Json.object("n0:0", Json.of(1)));
    n1.write(n1.record(writes));
    assertThat(needs(n1.record(writes))).isEqualTo(Json.object());

    TxnLog again = new TxnLog(n1.self());
    n1.since(VersionVector.EMPTY, Integer.MAX_VALUE).forEach(again::join);
    again.show();
    assertThat(needs(again.record(writes))).as("after a restart").isEqualTo(Json.object());
  }

  private static Json needs(Json record) {
    return ((Json.Arr) record).items().get(2);
  }

  @Test
  void otherRecordsAreRefused() {
    for (Json wrong :
        List.of(
            Json.NULL,
            Json.array(Json.of(1), Json.array()),
            Json.array(Json.of(0), Json.array(), Json.object()),
            Json.array(Json.of(1), Json.array(Json.of(1)), Json.object()),
            Json.array(Json.of(1), Json.array(), Json.object("n0:0", Json.of("1"))))) {
      Delta delta = new Delta(n1.self(), 0, 1, Json.array(wrong));
      assertThatThrownBy(() -> n0.join(delta))
          .as("%s", wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** A transaction, with those that its node had seen before. */
  private record Past(Map<Json, Json> writes, Set<Integer> seen) {}

  private final List<Past> transactions = new ArrayList<>();

  /** The transaction that wrote what is shown under a key; -1 for none. */
  private int writer(TxnLog at, Json key) {
    return at.value(key) instanceof Json.Int number ? (int) number.value() : -1;
  }

  private void transact(TxnLog at, SplittableRandom random) {
    Map<Json, Json> writes = new LinkedHashMap<>();
    for (Json key : KEYS) {
      if (random.nextBoolean()) {
        writes.put(key, Json.of(transactions.size()));
      }
    }
    Set<Integer> seen = new LinkedHashSet<>();
    for (Json key : KEYS) {
      int writer = writer(at, key);
      if (writer >= 0) {
        seen.add(writer);
        seen.addAll(transactions.get(writer).seen);
      }
    }
    transactions.add(new Past(writes, seen));
    at.write(at.record(writes));
  }

  /**
   * If a transaction shows, all its writes and everything that it has seen show too, or are
   * overwritten.
   */
  private void assertCausalAndWhole(TxnLog at, String where) {
    for (Json key : KEYS) {
      int shown = writer(at, key);
      for (Json other : KEYS) {
        int there = writer(at, other);
        for (int i = 0; shown >= 0 && i < transactions.size(); i++) {
          boolean isDue = i == shown || transactions.get(shown).seen.contains(i);
          boolean isOlder = there < 0 || transactions.get(i).seen.contains(there);
          if (isDue && transactions.get(i).writes.containsKey(other)) {
            assertThat(there != i && isOlder)
                .as(
                    "%s: %s shows %s, but %s shows %s, before %s",
                    where, key, shown, other, there, i)
                .isFalse();
          }
        }
      }
    }
  }

  @Test
  void whatIsShownIsCausalWholeAndTheSameInTheEnd() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      transactions.clear();
      List<TxnLog> nodes =
          IntStream.range(0, 2 + random.nextInt(3))
              .mapToObj(i -> new TxnLog(new ReplicaId("n" + i)))
              .toList();
      for (int step = 0; step < STEPS; step++) {
        TxnLog one = nodes.get(random.nextInt(nodes.size()));
        TxnLog other = nodes.get(random.nextInt(nodes.size()));
        switch (random.nextInt(3)) {
          case 0 -> transact(one, random);
          case 1 -> passOwn(one, other);
          default -> pass(one, other, 1 + random.nextInt(100));
        }
        assertCausalAndWhole(one, "seed " + seed + ", step " + step);
        assertCausalAndWhole(other, "seed " + seed + ", step " + step);
      }
      for (int round = 0; round < 2; round++) {
        nodes.forEach(from -> nodes.forEach(to -> pass(from, to, Integer.MAX_VALUE)));
      }
      for (Json key : KEYS) {
        assertThat(nodes.stream().map(node -> node.value(key)).distinct())
            .as("seed %d, %s", seed, key)
            .hasSize(1);
      }
    }
  }
}
