package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.crdt.Counter;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

final class StoreTest {
  private static final ReplicaId A = new ReplicaId("a");
  private static final ReplicaId B = new ReplicaId("b");
  private static final int NO_LIMIT = 1 << 20;

  @Test
  void aDeltaHoldsWhatTheOtherLacks() {
    ElementLog log = new ElementLog(A);
    log.add(Json.of(1));
    log.add(Json.of(2));
    log.add(Json.of(3));

    assertThat(log.since(vector(A, 1), NO_LIMIT))
        .containsExactly(new Delta(A, 1, 3, Json.array(Json.of(2), Json.of(3))));
    assertThat(log.since(vector(A, 3), NO_LIMIT)).isEmpty();
    assertThat(log.since(vector(A, 9), NO_LIMIT)).isEmpty();
    assertThat(log.exceeds(vector(A, 2))).isTrue();
    assertThat(log.exceeds(vector(A, 3))).isFalse();
  }

  @Test
  void aBatchIsBoundedInBytesButNeverEmpty() {
    ElementLog log = new ElementLog(A);
    log.add(Json.of("x".repeat(5_000)));
    for (int i = 0; i < 1_000; i++) {
      log.add(Json.of(i));
    }
    assertThat(log.since(VersionVector.EMPTY, 100))
        .singleElement()
        .extracting(Delta::version)
        .isEqualTo(1L);
    assertThat(log.since(vector(A, 1), 800))
        .singleElement()
        .extracting(Delta::version)
        .isEqualTo(101L);
  }

  @Test
  void anOverlapIsJoinedFromWhereItIsNew() {
    ElementLog log = new ElementLog(A);
    assertThat(log.join(run(B, 0, 1, 2))).isTrue();
    assertThat(log.join(run(B, 1, 2, 3))).isTrue();
    assertThat(log.join(run(B, 0, 1, 2))).isFalse();
    assertThat(log.elements()).containsExactly(Json.of(1), Json.of(2), Json.of(3));
    assertThat(log.version(B)).isEqualTo(3);
  }

  @Test
  void aGapIsNotJoined() {
    ElementLog log = new ElementLog(A);
    assertThat(log.join(run(B, 2, 3))).isFalse();
    assertThat(log.elements()).isEmpty();
    assertThat(log.version(B)).isZero();
  }

  @Test
  void contentOfTheWrongLengthIsRefused() {
    ElementLog log = new ElementLog(A);
    Delta broken = new Delta(B, 0, 3, Json.array(Json.of(1)));
    assertThatThrownBy(() -> log.join(broken)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anElementThatTwoReplicasAddedIsInBothLogsAndOnceInTheSet() {
    ElementLog log = new ElementLog(A);
    log.join(run(B, 0, 1));
    assertThat(log.add(Json.of(1))).isFalse();
    ElementLog other = new ElementLog(B);
    other.add(Json.of(1));
    log.add(Json.of(2));
    log.since(VersionVector.EMPTY, NO_LIMIT).forEach(other::join);
    assertThat(other.elements()).containsExactly(Json.of(1), Json.of(2));
  }

  @Test
  void slotsOutOfOrderLeaveTheLatest() {
    SlotTable table = new SlotTable(A);
    table.add(BigInteger.TWO);
    assertThat(table.join(new Delta(B, 0, 5, Json.of(50)))).isTrue();
    assertThat(table.join(new Delta(B, 0, 3, Json.of(30)))).isFalse();
    assertThat(table.counter().slots().get(B))
        .isEqualTo(new Counter.Slot(5, BigInteger.valueOf(50)));
    assertThat(table.value()).isEqualTo(BigInteger.valueOf(52));
    assertThat(table.since(vector(B, 4), NO_LIMIT))
        .containsExactly(new Delta(A, 0, 1, Json.of(2)), new Delta(B, 0, 5, Json.of(50)));
  }

  @Test
  void whatIsNoSlotIsRefused() {
    SlotTable table = new SlotTable(A);
    assertThatThrownBy(() -> table.join(new Delta(B, 0, 5, Json.of("x"))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> table.join(new Delta(B, 2, 5, Json.of(1))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyExchangeOfDeltasInAnyOrderConverges() {
    convergesInAnyOrder(ElementLog::new, (store, i) -> store.add(Json.of(i % 50)));
    convergesInAnyOrder(SlotTable::new, (store, i) -> store.add(BigInteger.valueOf(i)));
  }

  private interface Change<S> {
    void apply(S store, int i);
  }

  private static <S extends Store> void convergesInAnyOrder(
      Function<ReplicaId, S> make, Change<S> change) {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<S> stores = List.of(make.apply(A), make.apply(B), make.apply(new ReplicaId("c")));
      for (int i = 0; i < 200; i++) {
        S from = stores.get(random.nextInt(3));
        if (random.nextInt(3) == 0) {
          change.apply(from, i);
        }
        S to = stores.get(random.nextInt(3));
        // Some of what is sent is lost, and what is sent may be more than is lacking.
        VersionVector known = random.nextBoolean() ? to.versions() : VersionVector.EMPTY;
        for (Delta delta : from.since(known, random.nextInt(200))) {
          if (random.nextBoolean()) {
            to.join(delta);
          }
        }
      }
      for (int round = 0; round < 2; round++) {
        for (S from : stores) {
          stores.forEach(to -> from.since(to.versions(), NO_LIMIT).forEach(to::join));
        }
      }
      assertThat(stores).extracting(Store::versions).containsOnly(stores.get(0).versions());
    }
  }

  @Test
  void theValueIsTheSumOfTheLatestSlots() {
    SlotTable table = new SlotTable(A);
    table.add(BigInteger.valueOf(5));
    table.add(BigInteger.valueOf(-2));
    table.join(new Delta(B, 0, 3, Json.of(40)));
    table.join(new Delta(B, 0, 4, Json.of(50)));
    table.join(new Delta(B, 0, 3, Json.of(40)));
    assertThat(table.value()).isEqualTo(BigInteger.valueOf(53));
    assertThat(table.counter().slots().values())
        .extracting(Counter.Slot::total)
        .containsExactly(BigInteger.valueOf(3), BigInteger.valueOf(50));
  }

  private static VersionVector vector(ReplicaId replica, long version) {
    TreeMap<ReplicaId, Long> versions = new TreeMap<>();
    versions.put(replica, version);
    return new VersionVector(versions);
  }

  private static Delta run(ReplicaId replica, long after, int... values) {
    Json[] items = new Json[values.length];
    for (int i = 0; i < values.length; i++) {
      items[i] = Json.of(values[i]);
    }
    return new Delta(replica, after, after + values.length, Json.array(items));
  }
}
