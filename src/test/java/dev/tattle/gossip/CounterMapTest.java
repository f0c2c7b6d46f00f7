package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CounterMapTest {
  private static final ReplicaId A = new ReplicaId("n0:a");
  private static final ReplicaId B = new ReplicaId("n1:b");
  private static final int NO_LIMIT = 1 << 20;

  private static VersionVector vector(ReplicaId replica, long version) {
    return new VersionVector(new TreeMap<>(Map.of(replica, version)));
  }

  private static Json content(Object... items) {
    List<Json> json = new ArrayList<>();
    for (Object item : items) {
      json.add(item instanceof String text ? Json.of(text) : Json.of((int) item));
    }
    return Json.array(json);
  }

  @Test
  void aDeltaHasTheCountersThatChangedSince() {
    CounterMap counters = new CounterMap(A);
    counters.add("x", 1);
    counters.add("y", 2);
    counters.add("z", 3);
    counters.add("x", 10);
    assertThat(counters.since(vector(A, 2), NO_LIMIT))
        .containsExactly(new Delta(A, 2, 4, content("z", 1, 3, "x", 2, 11)));
    assertThat(counters.since(VersionVector.EMPTY, NO_LIMIT))
        .containsExactly(new Delta(A, 0, 4, content("y", 2, 2, "z", 3, 3, "x", 4, 11)));
    assertThat(counters.since(vector(A, 4), NO_LIMIT)).isEmpty();
    assertThat(counters.exceeds(vector(A, 3))).isTrue();
    assertThat(counters.exceeds(vector(A, 4))).isFalse();
  }

  @Test
  void aBatchIsBoundedInBytesButNeverEmpty() {
    CounterMap counters = new CounterMap(A);
    for (int i = 0; i < 1_000; i++) {
      counters.add("counter" + i, 1);
    }
    assertThat(counters.since(VersionVector.EMPTY, 1))
        .containsExactly(new Delta(A, 0, 1, content("counter0", 1, 1)));
    CounterMap other = new CounterMap(B);
    int batches = 0;
    while (counters.exceeds(other.versions())) {
      counters.since(other.versions(), 1_000).forEach(other::join);
      batches++;
    }
    assertThat(batches).isBetween(20, 40);
    assertThat(other.names()).hasSize(1_000);
    assertThat(other.value("counter999")).isEqualTo(BigInteger.ONE);
  }

  @Test
  void aGapIsNotJoined() {
    CounterMap counters = new CounterMap(A);
    assertThat(counters.join(new Delta(B, 1, 2, content("x", 1, 5)))).isFalse();
    assertThat(counters.value("x")).isZero();
    assertThat(counters.join(new Delta(B, 0, 2, content("x", 1, 5, "y", 2, 6)))).isTrue();
    assertThat(counters.join(new Delta(B, 1, 3, content("y", 2, 7)))).isTrue();
    assertThat(counters.value("x")).isEqualTo(BigInteger.valueOf(5));
    assertThat(counters.value("y")).isEqualTo(BigInteger.valueOf(7));
  }

  /** What a third node has missed of a counter, it will be told with the later change. */
  @Test
  void anEarlierChangeNeverReplacesALaterOne() {
    CounterMap counters = new CounterMap(A);
    counters.join(new Delta(B, 0, 6, content("k", 6, 20)));
    // From somebody who has k of change 3 only, as it was told up to change 9 after k's next one.
    counters.join(new Delta(B, 2, 9, content("k", 1, 10, "l", 7, 1)));
    assertThat(counters.value("k")).isEqualTo(BigInteger.valueOf(20));
    assertThat(counters.version(B)).isEqualTo(9);
  }

  @Test
  void whatIsNoChangeIsRefused() {
    CounterMap counters = new CounterMap(A);
    for (Json wrong :
        List.of(
            Json.of(1),
            content("x"),
            content("x", 1),
            content("x", 0, 1),
            content("x", 9, 1),
            content("x", 2, 1, "y", 1, 1),
            content(1, 1, 1),
            Json.array(Json.object("ledger", Json.of(1))))) {
      assertThatThrownBy(() -> counters.join(new Delta(B, 0, 3, wrong)))
          .as("%s", wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(counters.versions()).isEqualTo(VersionVector.EMPTY);
  }

  @Test
  void sumsAreOfAnySizeButAReplicaAddsNoMoreThan64Bits() {
    CounterMap counters = new CounterMap(A);
    counters.add("x", Long.MAX_VALUE);
    assertThatThrownBy(() -> counters.add("x", 1)).isInstanceOf(RequestException.class);
    counters.join(new Delta(B, 0, 1, Json.array(Json.of("x"), Json.of(1), Json.of(5))));
    assertThat(counters.value("x"))
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.valueOf(5)));
    counters.add("x", -1);
    assertThat(counters.value("x"))
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.valueOf(4)));
  }

  @Test
  void aNameThatIsTooLongIsRefused() {
    CounterMap counters = new CounterMap(A);
    String longest = "x".repeat(CounterMap.LONGEST_NAME);
    counters.add(longest, 1);
    assertThatThrownBy(() -> counters.add(longest + "x", 1)).isInstanceOf(RequestException.class);
  }

  /** Any exchange, with losses, doubles, cut batches and third parties: at the end all is there. */
  @Test
  void anyExchangeOfDeltasInAnyOrderConverges() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<CounterMap> maps =
          List.of(new CounterMap(A), new CounterMap(B), new CounterMap(new ReplicaId("n2:c")));
      Map<String, Long> added = new LinkedHashMap<>();
      List<Delta> onTheirWay = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        CounterMap from = maps.get(random.nextInt(3));
        if (random.nextInt(3) == 0) {
          String name = "counter" + random.nextInt(1 + seed % 30);
          long delta = random.nextInt(-5, 6);
          from.add(name, delta);
          added.merge(name, delta, Long::sum);
        }
        CounterMap to = maps.get(random.nextInt(3));
        VersionVector known = random.nextBoolean() ? to.versions() : VersionVector.EMPTY;
        onTheirWay.addAll(from.since(known, random.nextInt(200)));
        while (onTheirWay.size() > 10) {
          Delta delta = onTheirWay.get(random.nextInt(onTheirWay.size()));
          to.join(delta);
          onTheirWay.remove(random.nextInt(onTheirWay.size()));
        }
      }
      exchangeAll(maps);
      for (CounterMap map : maps) {
        added.forEach(
            (name, sum) -> assertThat(map.value(name)).as(name).isEqualTo(BigInteger.valueOf(sum)));
        assertThat(map.versions()).isEqualTo(maps.get(0).versions());
      }
    }
  }

  private static void exchangeAll(List<CounterMap> maps) {
    for (int round = 0; round < 2; round++) {
      for (CounterMap from : maps) {
        maps.forEach(to -> from.since(to.versions(), NO_LIMIT).forEach(to::join));
      }
    }
  }
}
