package dev.tattle.bench.check.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Shows each anomaly in the fewest operations. The oracle's test compares the counts with Jepsen's.
 */
class KafkaCheckerTest {
  private static final long LARGE = 1_000_000_000_000L;

  private final List<String> entries = new ArrayList<>();

  private void did(long process, String f, String end, String begun, String completed) {
    entries.add(process + " invoke " + f + " " + begun);
    entries.add(process + " " + end + " " + f + " " + completed);
  }

  private void send(long process, long offset, int value) {
    String completed = "[[\"send\",\"k\",[%d,%d]]]".formatted(offset, value);
    did(process, "send", "ok", "[[\"send\",\"k\",%d]]".formatted(value), completed);
  }

  private void sendEnds(long process, String end, int value) {
    String sent = "[[\"send\",\"k\",%d]]".formatted(value);
    did(process, "send", end, sent, sent);
  }

  /** Polls {@code "[offset,message],…"}. */
  private void poll(long process, String messages) {
    did(process, "poll", "ok", "[[\"poll\"]]", "[[\"poll\",{\"k\":[" + messages + "]}]]");
  }

  private void assign(long process) {
    did(process, "assign", "ok", "[\"k\"]", "[\"k\"]");
  }

  private Findings check() {
    return new KafkaChecker().check(Histories.of(entries.toArray(String[]::new)));
  }

  @Test
  void theSentenceCountsMessagesAndKeys() {
    send(0, 0, 1);
    poll(1, "[0,1]");
    assertThat(check().of(Finding.Sentence.class))
        .extracting(Finding.Sentence::text)
        .containsExactly("1 message under 1 key: 1 acknowledged, 1 polled");
  }

  private List<String> errors() {
    return check().of(Finding.Anomaly.class).map(Finding.Anomaly::name).toList();
  }

  private Finding.Anomaly anomaly(String name) {
    return check()
        .of(Finding.Anomaly.class)
        .filter(anomaly -> anomaly.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void logThatIsPolledInOrderIsValid() {
    send(0, 0, 1);
    sendEnds(1, "fail", 2);
    sendEnds(1, "info", 3);
    send(0, 7, 4);
    assign(2);
    poll(2, "[0,1],[5,3]");
    poll(2, "[7,4]");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
    assertThat(errors()).isEmpty();
  }

  @Test
  void acknowledgedMessageBeforeOneThatWasPolledIsLost() {
    send(0, 0, 1);
    send(0, 1, 2);
    poll(1, "[1,2]");
    Finding.Anomaly lost = anomaly("lost-write");
    assertThat(lost.cases())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.text())
                  .isEqualTo(
                      "key k: message 1 (offset 0) is lost: no poll showed it, but one showed"
                          + " message 2 (offset 1) behind it");
              assertThat(one.operations())
                  .extracting(Finding.Anomaly.Noted::note)
                  .containsExactly(
                      "key k: message 1 is lost",
                      "key k: message 2 comes after the lost message 1");
              assertThat(one.operations().get(1).attempt().f()).isEqualTo("poll");
            });
    assertThat(check().reason()).isEqualTo("lost-write (1), unseen (1)");
  }

  @Test
  void messageBehindAllThatWerePolledIsUnseen() {
    send(0, 0, 1);
    send(0, 1, 2);
    poll(1, "[0,1]");
    assertThat(errors()).containsExactly("unseen");
    assertThat(check().json().fields().get("unseen"))
        .isEqualTo(
            Histories.json("{\"time\":6000000000,\"unseen\":{\"k\":1},\"messages\":{\"k\":[2]}}"));
  }

  @Test
  void sendOfUnknownEndMayHaveHappenedOrNot() {
    sendEnds(0, "info", 1);
    send(1, 1, 2);
    poll(2, "[1,2]");
    assertThat(errors()).isEmpty();
    poll(3, "[0,1],[1,2]");
    assertThat(errors()).isEmpty();
  }

  @Test
  void messageAtTwoOffsetsIsADuplicate() {
    send(0, 0, 1);
    poll(1, "[0,1],[4,1]");
    assertThat(errors()).startsWith("duplicate");
    assertThat(anomaly("duplicate").cases().get(0).text())
        .isEqualTo("key k: message 1 is at offsets 0 and 4");
  }

  @Test
  void twoMessagesAtOneOffsetAreInconsistent() {
    send(0, 3, 1);
    send(1, 3, 2);
    poll(1, "[3,2]");
    assertThat(errors()).contains("inconsistent-offsets");
    assertThat(anomaly("inconsistent-offsets").cases().get(0).text())
        .isEqualTo("key k: offset 3 has the messages 1 and 2");
  }

  @Test
  void failedSendMustNotBePolled() {
    sendEnds(0, "fail", 1);
    poll(1, "[0,1]");
    assertThat(errors()).containsExactly("G1a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[0,1],[2,3]; int-poll-skip",
        "[1,2],[0,1],[2,3]; int-nonmonotonic-poll",
        "[0,1],[0,1],[1,2],[2,3]; int-nonmonotonic-poll"
      })
  void pollShowsALogInOrder(String messages, String error) {
    send(0, 0, 1);
    send(0, 1, 2);
    send(0, 2, 3);
    poll(1, "[0,1],[1,2],[2,3]");
    poll(2, messages);
    assertThat(errors()).contains(error);
  }

  @Test
  void nextPollOfAProcessGoesOnWhereTheLastOneEnded() {
    send(0, 0, 1);
    send(0, 1, 2);
    send(0, 2, 3);
    poll(1, "[0,1]");
    poll(1, "[2,3]");
    poll(1, "[1,2]");
    assertThat(errors()).containsExactly("nonmonotonic-poll", "poll-skip");
    assertThat(anomaly("poll-skip").cases().get(0).text())
        .isEqualTo(
            "key k: process 1 polled message 1 (offset 0) and next message 3 (offset 2);"
                + " it skipped message 2 (offset 1)");
    assertThat(anomaly("nonmonotonic-poll").cases().get(0).text())
        .isEqualTo(
            "key k: process 1 polled message 3 (offset 2) and next message 2 (offset 1), which"
                + " comes before it");
  }

  @Test
  void messageThatIsPolledTwiceInARowIsNamedWithBothOffsets() {
    send(0, 0, 1);
    poll(1, "[0,1],[4,1]");
    assertThat(anomaly("int-nonmonotonic-poll").cases().get(0).text())
        .isEqualTo(
            "key k: process 1 polled message 1 (offset 0) and next message 1 (offset 4), the same"
                + " again");
  }

  @Test
  void keyThatStaysAssignedKeepsItsPosition() {
    send(0, 0, 1);
    send(0, 1, 2);
    poll(1, "[0,1],[1,2]");
    assign(1);
    poll(1, "[0,1]");
    assertThat(errors()).containsExactly("nonmonotonic-poll");
  }

  @Test
  void keyThatIsAssignedAnewMayBeginAnywhere() {
    send(0, 0, 1);
    send(0, 1, 2);
    poll(1, "[0,1],[1,2]");
    did(1, "assign", "ok", "[\"j\"]", "[\"j\"]");
    assign(1);
    poll(1, "[0,1]");
    assertThat(errors()).isEmpty();
  }

  @Test
  void offsetOfAnUnknownSendCountsOnlyOnceItIsPolled() {
    String sent = "[[\"send\",\"k\",[0,1]]]";
    did(0, "send", "info", "[[\"send\",\"k\",1]]", sent);
    send(1, 1, 2);
    poll(2, "[1,2]");
    assertThat(errors()).isEmpty();
  }

  @Test
  void newProcessMayBeginAnywhere() {
    send(0, 0, 1);
    send(0, 1, 2);
    poll(1, "[0,1],[1,2]");
    poll(6, "[0,1]");
    assertThat(errors()).isEmpty();
  }

  @Test
  void sendsOfAProcessGrow() {
    send(0, 1, 1);
    send(0, 0, 2);
    poll(1, "[0,2],[1,1]");
    assertThat(errors()).containsExactly("nonmonotonic-send");
  }

  @Test
  void pollOfWhatIsSentLaterIsACircleInTime() {
    poll(1, "[0,1]");
    send(0, 0, 1);
    assertThat(errors()).containsExactly("G1c-realtime", "strong-PL-2-cycle-exists");
  }

  @Test
  void transactionsThatPollEachOtherAreACircle() {
    entries.add("0 invoke txn [[\"send\",\"k\",1],[\"poll\"]]");
    entries.add("1 invoke txn [[\"send\",\"j\",2],[\"poll\"]]");
    entries.add("0 ok txn [[\"send\",\"k\",[0,1]],[\"poll\",{\"j\":[[0,2]]}]]");
    entries.add("1 ok txn [[\"send\",\"j\",[0,2]],[\"poll\",{\"k\":[[0,1]]}]]");
    assertThat(errors()).containsExactly("G1c", "PL-2-cycle-exists");
  }

  @Test
  void transactionPollsNothingOfItsOwn() {
    did(
        0,
        "txn",
        "ok",
        "[[\"send\",\"k\",1],[\"poll\"]]",
        "[[\"send\",\"k\",[0,1]],[\"poll\",{\"k\":[[0,1]]}]]");
    assertThat(errors()).containsExactly("precommitted-read");
  }

  @Test
  void sendsOfOtherTransactionsMayComeBetween() {
    entries.add("0 invoke send [[\"send\",\"k\",1],[\"send\",\"k\",2]]");
    send(1, 1, 3);
    entries.add("0 ok send [[\"send\",\"k\",[0,1]],[\"send\",\"k\",[2,2]]]");
    poll(2, "[0,1],[1,3],[2,2]");
    assertThat(errors()).containsExactly("int-send-skip");
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @Test
  void messageThatNobodySentIsUnknownAndWarnedOf() {
    send(0, 0, 1);
    poll(1, "[0,1],[1,9]");
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(check().reason()).isEqualTo("1 message was polled that nobody sent: 9 of key k");
    assertThat(check().of(Finding.Warning.class))
        .singleElement()
        .extracting(Finding.Warning::name)
        .isEqualTo("never-sent");
  }

  @Test
  void keyOfWhichPollsOnlyShowNothingIsUnknown() {
    send(0, 0, 1);
    poll(1, "");
    assertThat(check().verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(check().reason()).isEqualTo("1 key was polled and never showed a message: k");
  }

  /** The poll at 9 s does not show the message that existed at 4 s. */
  @Test
  void lagIsHowLongThereHadBeenMore() {
    assign(1);
    send(0, 0, 1);
    poll(1, "[0,1]");
    send(0, 5, 2);
    poll(1, "");
    assertThat(check().json().fields().get("worst-realtime-lag"))
        .isEqualTo(Histories.json("{\"time\":9.0,\"process\":1,\"key\":\"k\",\"lag\":1.0}"));
  }

  private void fault(String f) {
    entries.add("9 info " + f + " null");
  }

  /** Entries are a second apart, the first at 1 s; process 9 stands for the nemesis. */
  private Map<String, Long> lagQuantiles(String name) {
    List<Operation> history = new ArrayList<>();
    for (Operation entry : Histories.of(entries.toArray(String[]::new))) {
      history.add(entry.process() == 9 ? ofNemesis(entry) : entry);
    }
    return new KafkaChecker()
        .check(history)
        .of(Finding.Quantiles.class)
        .filter(quantiles -> quantiles.name().equals(name))
        .map(Finding.Quantiles::millis)
        .findFirst()
        .orElse(Map.of());
  }

  private static Operation ofNemesis(Operation entry) {
    return new Operation(
        entry.index(),
        entry.timeNanos(),
        entry.type(),
        Operation.NEMESIS,
        entry.f(),
        entry.value(),
        null,
        false);
  }

  @Test
  void calmLagLeavesOutWhatFaultsDelay() {
    assign(1);
    send(0, 0, 1);
    fault("start-partition");
    poll(1, "");
    assertThat(lagQuantiles("realtime-lag")).containsEntry("1", 2000L);
    assertThat(lagQuantiles("calm-realtime-lag")).isEmpty();
    fault("start-kill");
    fault("stop-partition");
    poll(1, "");
    fault("stop-kill");
    poll(1, "[0,1]");
    send(0, 1, 2);
    assertThat(lagQuantiles("calm-realtime-lag")).isEmpty();
    poll(1, "");
    assertThat(lagQuantiles("calm-realtime-lag")).isEqualTo(quantiles(1000));
    assertThat(lagQuantiles("realtime-lag")).containsEntry("1", 6000L);
  }

  @Test
  void withoutFaultsThereIsOneLag() {
    assign(1);
    poll(1, "");
    assertThat(lagQuantiles("realtime-lag")).isEqualTo(quantiles(0));
    assertThat(lagQuantiles("calm-realtime-lag")).isEmpty();
  }

  private static Map<String, Long> quantiles(long all) {
    return Map.of("0", all, "0.5", all, "0.95", all, "0.99", all, "1", all);
  }

  /** A log by offset would not fit into memory. */
  @Test
  void sparseOffsetsCostNothing() {
    for (int i = 0; i < 100; i++) {
      send(0, i * LARGE, i);
      poll(1, "[%d,%d]".formatted(i * LARGE, i));
    }
    assertThat(check().verdict()).isEqualTo(Verdict.VALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "[[\"send\",\"k\"]]",
        "[[\"send\",\"k\",[1]]]",
        "[[\"send\",\"k\",[\"a\",1]]]",
        "[[\"poll\",[]]]",
        "[[\"poll\",{\"k\":7}]]",
        "[[\"pull\"]]",
        "[[]]"
      })
  void valueOfAnotherShapeIsAnError(String value) {
    did(0, "send", "ok", "null", value);
    assertThatThrownBy(this::check)
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("expected a value of [\"send\",key,[offset,message]]");
  }

  @Test
  void casesOfAnAnomalyAreCountedAndTheFirstOnesShown() {
    for (int i = 0; i < 20; i++) {
      send(0, i, i);
    }
    poll(1, "[19,19]");
    Finding.Anomaly lost = anomaly("lost-write");
    assertThat(lost.count()).isEqualTo(19);
    assertThat(lost.cases()).hasSize(8);
    Map<String, Json> json = ((Json.Obj) lost.json()).fields();
    assertThat(json.get("count")).isEqualTo(Json.of(19));
    assertThat(((Json.Arr) Histories.field((Json.Obj) lost.json(), "errs")).items()).hasSize(8);
  }

  @Test
  void operationThatIsOpenAtTheEndMayHaveHappened() {
    entries.add("0 invoke send [[\"send\",\"k\",1]]");
    poll(1, "[0,1]");
    List<Operation> history = Histories.of(entries.toArray(String[]::new));
    assertThat(new KafkaChecker().check(history).verdict()).isEqualTo(Verdict.VALID);
  }
}
