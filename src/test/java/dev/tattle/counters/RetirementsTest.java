package dev.tattle.counters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How a node takes over the statements of its earlier replica. */
class RetirementsTest {
  private static final CounterLimits LIMITS = CounterLimits.DEFAULT;

  private final CounterStore lost = ExpiryTest.store("n1:0");
  private final CounterStore successor = ExpiryTest.store("n1:1");
  private final CounterStore promising = ExpiryTest.store("n0:0");
  private final CounterStore renewed = ExpiryTest.store("n0:1");

  private void add(long delta) {
    Counters counters = new Counters(lost, LIMITS);
    lost.join(
        Objects.requireNonNull(
            counters.addition(
                List.of(new Counters.Add("a", delta)), new Counters.Terms(null, 1, 0))));
  }

  private static void give(CounterStore from, CounterStore to) {
    from.since(to.versions(), Integer.MAX_VALUE).forEach(to::join);
  }

  private static void tidy(CounterStore store, String other) {
    Delta said = store.tidying(List.of(new NodeId(other)), false);
    store.join(Objects.requireNonNull(said));
  }

  private static List<Delta> log(CounterStore store) {
    return store.since(VersionVector.EMPTY, Integer.MAX_VALUE);
  }

  /**
   * n0 promises to take over no more than the first add, and loses its memory. Meanwhile n1 has
   * found the second add. n0 may then take over that one too, although it has not promised again
   * yet.
   */
  @Test
  void aPromiseGivesWayToALaterVersionThatIsToBeTakenOver() {
    add(1);
    give(lost, successor);
    tidy(successor, "n0");
    List<Delta> retiringFirst = log(successor);
    retiringFirst.forEach(promising::join);
    tidy(promising, "n1");
    add(10);
    give(lost, successor);
    tidy(successor, "n0");

    // n0 gets back what it had told others before it lost its memory.
    log(promising).stream()
        .filter(delta -> delta.origin().equals(promising.self()))
        .forEach(renewed::join);
    retiringFirst.stream()
        .filter(delta -> delta.origin().equals(successor.self()))
        .forEach(renewed::join);
    log(lost).forEach(renewed::join);
    assertThat(new Counters(renewed, LIMITS).exists("a")).as("beyond the promise").isFalse();

    give(successor, renewed);
    log(lost).forEach(renewed::join);
    assertThat(new Counters(renewed, LIMITS).value("a")).isEqualTo(11);
  }
}
