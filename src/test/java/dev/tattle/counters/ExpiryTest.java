package dev.tattle.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.gossip.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters whose time to live ends while the adds of a lost replica are moved. */
class ExpiryTest {
  private static final long LATER = 1_000;
  private static final CounterLimits LIMITS = CounterLimits.DEFAULT;

  /** A store whose replica has caught up, one millisecond after the beginning of time. */
  static CounterStore store(String replica) {
    CounterStore store = new CounterStore(new ReplicaId(replica), LIMITS);
    store.mayTidy(true);
    store.time(1);
    return store;
  }

  private static Counters.Terms terms(@Nullable String key) {
    return new Counters.Terms(key, 1, 10);
  }

  /** The lost replica's add has a key, or none. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatIsOverCanBeDeletedAtOnce(boolean hasKey) {
    CounterStore renewed = store("n0:1");
    CounterStore other = store("n1:0");
    Counters lost = new Counters(store("n0:0"), LIMITS);
    Delta added =
        Objects.requireNonNull(
            lost.addition(List.of(new Counters.Add("a", 1)), terms(hasKey ? "k" : null)));
    Map<CounterStore, NodeId> others = Map.of(renewed, new NodeId("n1"), other, new NodeId("n0"));
    List<Integer> over = new ArrayList<>();
    others.keySet().forEach(store -> store.join(added));
    over.add(new Counters(other, LIMITS).expired(LATER).size());
    for (int round = 0; round < 20; round++) {
      for (CounterStore store : List.of(renewed, other)) {
        Delta tidying = store.tidying(List.of(others.get(store)), false);
        if (tidying != null) {
          others.keySet().forEach(taker -> taker.join(tidying));
        }
        Counters counters = new Counters(other, LIMITS);
        List<String> names = counters.expired(LATER);
        names.forEach(name -> assertThat(counters.deletion(name)).isNotNull());
        over.add(names.size());
      }
    }
    assertThat(over).as("left out while it is moved").contains(0).startsWith(1).endsWith(1);
  }
}
