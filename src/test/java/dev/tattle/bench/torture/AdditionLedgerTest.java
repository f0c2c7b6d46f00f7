package dev.tattle.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdditionLedgerTest {
  private final AdditionLedger ledger = new AdditionLedger(new SplittableRandom(1));

  private Addition drawn() {
    Addition addition = Objects.requireNonNull(ledger.draw(1, null));
    addition.sent();
    return addition;
  }

  private static Addition.Part part(Addition addition) {
    return addition.parts().get(0);
  }

  private String problem(Addition addition, long value, long must) {
    return ledger.problem(part(addition).counter(), Json.of(value), must);
  }

  @Test
  void whatWasNeverAnsweredMayBeThereOrNot() {
    Addition addition = drawn();
    addition.answered(RequestOutcome.UNKNOWN);
    assertThat(problem(addition, part(addition).delta(), 0)).isEmpty();
    assertThat(problem(addition, 0, 0)).isEmpty();
    assertThat(addition.isUnknown()).isTrue();
  }

  @Test
  void nothingCountsTwice() {
    Addition addition = drawn();
    addition.answered(RequestOutcome.DONE);
    assertThat(problem(addition, 2 * part(addition).delta(), 0)).contains("counted twice");
    assertThat(problem(addition, -part(addition).delta(), 0)).contains("it is no sum");
  }

  @Test
  void whatWasRefusedDoesNotCount() {
    Addition addition = drawn();
    addition.answered(RequestOutcome.REFUSED);
    assertThat(problem(addition, part(addition).delta(), 0)).contains("refused or never sent");
  }

  @Test
  void whatANodeAcknowledgedItShows() {
    Addition addition = drawn();
    addition.answered(RequestOutcome.DONE);
    ledger.acknowledged(addition, "n1");
    int counter = part(addition).counter();
    assertThat(ledger.mustShow(counter, "n1")).isEqualTo(part(addition).bit());
    assertThat(ledger.mustShow(counter, "n2")).isZero();
    assertThat(problem(addition, 0, ledger.mustShow(counter, "n1"))).contains("lost");
  }

  @Test
  void inTheEndAllThatWasAcknowledgedIsThereAndNoOtherCounter() {
    Addition addition = drawn();
    addition.answered(RequestOutcome.DONE);
    String name = ledger.name(part(addition).counter());
    Json right = Json.of(part(addition).delta());
    assertThat(ledger.problems(Map.of(name, right), 9)).isEmpty();
    assertThat(ledger.problems(Map.of(), 9)).singleElement().asString().contains("lost");
    assertThat(ledger.problems(Map.of(name, right, "x", right), 9))
        .containsExactly("x: nobody added to it");
  }

  @Test
  void aBatchShowsAsAWholeOrNotAtAll() {
    Addition batch = Objects.requireNonNull(ledger.draw(2, "k"));
    Addition.Part one = batch.parts().get(0);
    Addition.Part other = batch.parts().get(1);
    Map<String, Json> half = Map.of(ledger.name(one.counter()), Json.of(one.delta()));
    Map<String, Json> whole = new HashMap<>(half);
    whole.put(ledger.name(other.counter()), Json.of(other.delta()));
    Set<Integer> both = Set.of(one.counter(), other.counter());
    assertThat(ledger.tornBatch(half, both))
        .isEqualTo(
            "a part of a batch: of %d to %s, %d to %s only %d to %s"
                .formatted(
                    one.delta(),
                    ledger.name(one.counter()),
                    other.delta(),
                    ledger.name(other.counter()),
                    one.delta(),
                    ledger.name(one.counter())));
    assertThat(ledger.tornBatch(half, Set.of(one.counter()))).as("the rest is elsewhere").isEmpty();
    assertThat(ledger.tornBatch(whole, both)).isEmpty();
    assertThat(ledger.tornBatch(Map.of(), both)).isEmpty();
    batch.sent();
    batch.answered(RequestOutcome.UNKNOWN);
    assertThat(ledger.problems(half, 9)).singleElement().asString().contains("a part of a batch");
    assertThat(ledger.problems(whole, 9)).isEmpty();
  }
}
