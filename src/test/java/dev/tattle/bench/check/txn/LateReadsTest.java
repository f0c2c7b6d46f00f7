package dev.tattle.bench.check.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Finds nodes that never show acknowledged writes, even if the consistency models allow that. */
class LateReadsTest {
  private final List<Operation> history = new ArrayList<>();
  private TxnKind kind = TxnKind.RW_REGISTER;

  private void entry(long seconds, Operation.Type type, long process, String f, Json value) {
    history.add(
        new Operation(
            history.size(), seconds * 1_000_000_000L, type, process, f, value, null, false));
  }

  private void txn(long seconds, Operation.Type end, long process, Json... ops) {
    entry(seconds, Operation.Type.INVOKE, process, "txn", Json.array(ops));
    entry(seconds, end, process, "txn", Json.array(ops));
  }

  private void write(long seconds, Operation.Type end, int value) {
    txn(seconds, end, 0, Json.array(Json.of(kind.write()), Json.of("x"), Json.of(value)));
  }

  private void read(long seconds, long process, Json value) {
    txn(seconds, Operation.Type.OK, process, Json.array(Json.of("r"), Json.of("x"), value));
  }

  private void fault(long seconds, String what) {
    entry(seconds, Operation.Type.INFO, Operation.NEMESIS, what + "-partition", Json.NULL);
  }

  private List<Finding.Warning> warnings() {
    return new TxnChecker(kind, Set.of("read-committed"))
        .check(history)
        .of(Finding.Warning.class)
        .toList();
  }

  @Test
  void registerThatStaysAbsentLongAfterItsWriteIsTold() {
    write(1, Operation.Type.OK, 1);
    read(1, 1, Json.NULL);
    read(5, 1, Json.NULL);
    assertThat(warnings()).isEmpty();
    read(7, 1, Json.NULL);
    read(8, 1, Json.NULL);
    assertThat(warnings())
        .singleElement()
        .satisfies(
            warning -> {
              assertThat(warning.name()).isEqualTo("convergence");
              assertThat(warning.count()).isEqualTo(2);
              assertThat(warning.text())
                  .isEqualTo(
                      "2 reads of 1 key showed nothing, though a write had ended ok 5 s before and"
                          + " no fault was on: of keys x, by processes 1");
            });
  }

  /** As the real checker does. */
  @Test
  void verdictStaysAsItIs() {
    write(1, Operation.Type.OK, 1);
    read(7, 1, Json.NULL);
    assertThat(
            new TxnChecker(TxnKind.RW_REGISTER, Set.of("read-committed")).check(history).verdict())
        .isEqualTo(Verdict.VALID);
  }

  @Test
  void partitionExcusesReadsUntilLongAfterItsHeal() {
    write(1, Operation.Type.OK, 1);
    fault(2, "start");
    read(8, 1, Json.NULL);
    fault(10, "stop");
    read(14, 1, Json.NULL);
    assertThat(warnings()).isEmpty();
    read(16, 1, Json.NULL);
    assertThat(warnings()).hasSize(1);
  }

  @Test
  void writeThatMayNotHaveHappenedIsNoneToShow() {
    write(1, Operation.Type.INFO, 1);
    write(1, Operation.Type.FAIL, 2);
    read(7, 1, Json.NULL);
    read(8, 2, Json.of(1));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void nodesThatStillDifferWhenAllWritesAreOverAreTold() {
    write(1, Operation.Type.OK, 1);
    write(2, Operation.Type.OK, 2);
    read(8, 1, Json.of(1));
    read(9, 1, Json.of(1));
    assertThat(warnings()).isEmpty();
    read(9, 2, Json.of(2));
    assertThat(warnings())
        .singleElement()
        .satisfies(
            warning ->
                assertThat(warning.text())
                    .startsWith("1 read of 1 key showed something else than others"));
  }

  @Test
  void readsThatAWriteStillFollowsMayDiffer() {
    write(1, Operation.Type.OK, 1);
    read(8, 1, Json.of(1));
    write(9, Operation.Type.OK, 2);
    read(20, 2, Json.of(2));
    assertThat(warnings()).isEmpty();
  }

  @Test
  void listThatStaysEmptyIsToldToo() {
    kind = TxnKind.LIST_APPEND;
    write(1, Operation.Type.OK, 1);
    read(7, 1, Json.array());
    assertThat(warnings()).hasSize(1);
  }
}
