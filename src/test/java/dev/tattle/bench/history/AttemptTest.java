package dev.tattle.bench.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;

class AttemptTest {
  @Test
  void pairsInvocationsWithCompletionsInTheOrderOfInvocations() {
    List<Attempt> attempts =
        Attempt.all(
            Histories.of(
                "0 invoke add 1",
                "1 invoke read null",
                "-1 info start-partition null",
                "1 ok read [1]",
                "0 fail add 1",
                "1 invoke read null",
                "1 info read null"));

    assertThat(attempts)
        .extracting(a -> a.invocation().index(), a -> a.completion().index(), Attempt::outcome)
        .containsExactly(
            tuple(0L, 4L, Operation.Type.FAIL),
            tuple(1L, 3L, Operation.Type.OK),
            tuple(5L, 6L, Operation.Type.INFO));
  }

  @Test
  void countsAnOpenInvocationAsInfoAfterTheEnd() {
    List<Attempt> attempts =
        Attempt.all(Histories.of("0 invoke read! null", "1 invoke add 2", "1 ok add 2"));

    assertThat(attempts.get(0).completion())
        .isEqualTo(
            new Operation(
                3,
                1_000_000_000L,
                Operation.Type.INFO,
                0,
                "read",
                Histories.json("null"),
                null,
                true));
  }

  @Test
  void refusesACompletionWithoutAnInvocation() {
    assertThatThrownBy(() -> Attempt.all(Histories.of("0 invoke add 1", "1 ok add 1")))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("process 1 completes what it did not invoke: {\"index\":1,");
  }

  @Test
  void refusesASecondCompletion() {
    assertThatThrownBy(
            () -> Attempt.all(Histories.of("0 invoke add 1", "0 info add 1", "0 ok add 1")))
        .hasMessageContaining("process 0 completes what it did not invoke: {\"index\":2,");
  }

  @Test
  void refusesASecondInvocationWhileOneIsOpen() {
    assertThatThrownBy(() -> Attempt.all(Histories.of("0 invoke add 1", "0 invoke add 2")))
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining(
            "expected the completion of process 0's operation at index 0, but it invokes another")
        .hasMessageContaining("\"index\":1");
  }

  @Test
  void refusesACompletionOfAnotherFunction() {
    assertThatThrownBy(() -> Attempt.all(Histories.of("0 invoke add 1", "0 ok read []")))
        .hasMessageContaining("the completion of 'add', invoked at index 0")
        .hasMessageContaining("but it completes 'read'");
  }
}
