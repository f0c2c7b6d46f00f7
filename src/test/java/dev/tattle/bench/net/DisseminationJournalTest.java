package dev.tattle.bench.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.bench.workload.Workload;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.VirtualScheduler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Messages written by hand, with the measures that the paper's formulas give for them. */
class DisseminationJournalTest {
  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final DisseminationJournal dissemination = of(4);
  private long messages;

  private DisseminationJournal of(int count) {
    List<NodeId> nodes =
        IntStream.range(0, count).mapToObj(DisseminationJournalTest::node).toList();
    Workload workload = Workloads.of("broadcast");
    return new DisseminationJournal(nodes, workload::added, scheduler, new NetStatistics());
  }

  private static Json json(String text) {
    return Histories.json(text.replace('\'', '"'));
  }

  private static NodeId node(int number) {
    return new NodeId("n" + number);
  }

  private void add(int node, long value) {
    Body body = Body.of("broadcast", "message", Json.of(value)).withMsgId(1);
    dissemination.onReceive(messages++, new Message(new NodeId("c1"), node(node), body));
  }

  private static Body carrying(long... values) {
    return Body.of("gossip", "values", Json.array(numbers(values)));
  }

  private static List<Json> numbers(long... values) {
    return LongStream.of(values).mapToObj(Json::of).toList();
  }

  private long send(String src, String dest, Body body) {
    dissemination.onSend(messages, new Message(new NodeId(src), new NodeId(dest), body));
    return messages++;
  }

  private void pass(String src, String dest, Body body) {
    long id = send(src, dest, body);
    dissemination.onReceive(id, new Message(new NodeId(src), new NodeId(dest), body));
  }

  private void pass(int src, int dest, long value) {
    pass("n" + src, "n" + dest, carrying(value));
  }

  private void showsRead(int node, long... values) {
    Body body = Body.of("read_ok", "messages", Json.array(numbers(values))).withInReplyTo(1);
    dissemination.onReceive(messages++, new Message(node(node), new NodeId("c1"), body));
  }

  private void elapse(long millis) {
    scheduler.runUntil(scheduler.nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  private Map<String, Json> measured() {
    return Objects.requireNonNull(dissemination.json()).fields();
  }

  private Json measured(String name) {
    return Objects.requireNonNull(measured().get(name), name);
  }

  private Json convergence() {
    return measured("convergence");
  }

  @Test
  void starSendsNothingTwiceAndEndsAtTheSecondHop() {
    add(1, 7);
    pass(1, 0, 7);
    pass(0, 2, 7);
    pass(0, 3, 7);
    assertThat(measured("relative-message-redundancy")).isEqualTo(json("{'mean':0.0,'max':0.0}"));
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':2.0,'max':2.0}"));
  }

  /**
   * Each node sends to all except the node from which it got the value: 3 + 3 · 2 messages, for 3
   * nodes.
   */
  @Test
  void floodingACompleteGraphSendsEachNodeAllThatTheOthersSend() {
    add(0, 7);
    for (int dest = 1; dest < 4; dest++) {
      pass(0, dest, 7);
    }
    for (int src = 1; src < 4; src++) {
      for (int dest = 1; dest < 4; dest++) {
        if (src != dest) {
          pass(src, dest, 7);
        }
      }
    }
    assertThat(measured("relative-message-redundancy")).isEqualTo(json("{'mean':2.0,'max':2.0}"));
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':1.0,'max':1.0}"));
  }

  @Test
  void lineIsAsManyHopsLongAsItHasLinks() {
    add(0, 7);
    add(1, 8);
    pass(0, 1, 7);
    pass("n1", "n2", carrying(7, 8));
    pass("n2", "n3", carrying(7, 8));
    pass(1, 0, 8);
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':2.5,'max':3.0}"));
    assertThat(measured("relative-message-redundancy")).isEqualTo(json("{'mean':0.0,'max':0.0}"));
  }

  @Test
  void lostMessageIsRedundantOnceItIsSentAgain() {
    add(0, 7);
    send("n0", "n1", carrying(7));
    pass(0, 1, 7);
    pass(0, 2, 7);
    pass(0, 3, 7);
    assertThat(measured("relative-message-redundancy").toString()).contains("0.33333334");
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':1.0,'max':1.0}"));
  }

  @Test
  void valueThatDidNotReachAllIsLeftOut() {
    add(0, 7);
    pass(0, 1, 7);
    assertThat(measured())
        .containsEntry("value-count", Json.of(1))
        .containsEntry("reached-all-count", Json.of(0))
        .doesNotContainKeys("relative-message-redundancy", "last-delivery-hop");
  }

  @Test
  void numbersThatAreNoValuesAreNotTakenForThem() {
    add(0, 7);
    Body versions =
        Body.of(
                "gossip",
                "n",
                Json.of(7),
                "have",
                Json.object("n0", Json.of(7)),
                "deltas",
                json("[['n0',6,7,[3]]]"))
            .withMsgId(7);
    pass("n0", "n1", versions);
    pass("n0", "n2", Body.of("gossip", "deltas", json("[['n0',6,7,[7]]]")));
    pass("n2", "n1", Body.of("gossip", "deltas", json("[['n0',6,7,[7]]]")));
    pass("n2", "n3", Body.of("broadcast", "message", Json.of(7)));
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':2.0,'max':2.0}"));
    assertThat(measured("relative-message-redundancy")).isEqualTo(json("{'mean':0.0,'max':0.0}"));
  }

  @Test
  void nobodyCarriesWhatHeDoesNotHave() {
    add(0, 7);
    pass(1, 2, 7);
    pass(0, 1, 7);
    pass(1, 2, 7);
    pass("n1", "n3", carrying(7, 7));
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':2.0,'max':2.0}"));
    assertThat(measured("relative-message-redundancy")).isEqualTo(json("{'mean':0.0,'max':0.0}"));
  }

  @Test
  void servicesPassValuesOn() {
    add(0, 7);
    pass("n0", "seq-kv", Body.of("write", "key", Json.of("k"), "value", json("[7]")));
    for (int dest = 1; dest < 4; dest++) {
      pass("seq-kv", "n" + dest, Body.of("read_ok", "value", json("[7]")));
    }
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':2.0,'max':2.0}"));
    assertThat(measured("relative-message-redundancy").toString()).contains("0.33333334");
  }

  @Test
  void eachNodesMessagesAndBytesAreThoseThatItSendsAndIsSent() {
    add(0, 7);
    add(0, 8);
    pass("n0", "n1", Body.of("x"));
    pass("n0", "n2", Body.of("x"));
    long bytes = "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"type\":\"x\"}}\n".length();
    assertThat(measured())
        .containsEntry("msgs-per-value", json("1.0"))
        .containsEntry("bytes-per-value", json(bytes + ".0"))
        .containsEntry(
            "per-node",
            json(
                "{'msgs-per-value':{'mean':0.5,'max':1.0},'bytes-per-value':{'mean':%s,'max':%s}}"
                    .formatted(bytes / 2.0, (double) bytes)));
  }

  @Test
  void convergenceIsFromTheLastFaultsEndUntilAllHaveWhatAnyHad() {
    add(0, 7);
    dissemination.onFaultStart();
    dissemination.onFaultStart();
    add(3, 8);
    pass(0, 1, 7);
    dissemination.onFaultStop();
    elapse(50);
    dissemination.onFaultStop();
    elapse(100);
    add(0, 9);
    pass("n0", "n2", carrying(7));
    pass("n0", "n3", carrying(7));
    pass("n3", "n0", carrying(8));
    pass("n3", "n1", carrying(8));
    elapse(20);
    pass("n3", "n2", carrying(8));
    pass("n3", "n2", carrying(8));
    elapse(20);
    pass("n0", "n1", carrying(9));
    assertThat(convergence())
        .isEqualTo(
            json(
                """
                {'heal-count':1,'interrupted-count':0,'unfinished-count':0,
                 'median-ms':120,'max-ms':120,'ms':[120]}"""));
  }

  @Test
  void healThatAnotherFaultFollowsTooSoonIsNotTimed() {
    add(0, 7);
    dissemination.onFaultStart();
    dissemination.onFaultStop();
    pass(0, 1, 7);
    dissemination.onFaultStart();
    pass(0, 2, 7);
    pass(0, 3, 7);
    dissemination.onFaultStop();
    add(0, 8);
    dissemination.onFaultStart();
    dissemination.onFaultStop();
    assertThat(convergence())
        .isEqualTo(
            json(
                """
                {'heal-count':3,'interrupted-count':1,'unfinished-count':1,
                 'median-ms':0,'max-ms':0,'ms':[0]}"""));
  }

  @Test
  void killedNodeMustGetAllAgainAndTakesAlongWhatOnlyItHad() {
    add(0, 7);
    for (int dest = 1; dest < 4; dest++) {
      pass(0, dest, 7);
    }
    add(3, 8);
    dissemination.onFaultStart();
    dissemination.onKill(node(3));
    dissemination.onFaultStop();
    elapse(30);
    pass(1, 3, 7);
    assertThat(convergence().toString()).contains("ms=Int[value=30]");
    assertThat(measured("last-delivery-hop")).isEqualTo(json("{'mean':1.0,'max':1.0}"));
    // Messages that it sent earlier may still arrive.
    pass(3, 0, 8);
    dissemination.onFaultStart();
    dissemination.onFaultStop();
    elapse(5);
    for (int dest = 1; dest < 4; dest++) {
      pass(0, dest, 8);
    }
    assertThat(convergence().toString()).contains("items=[Int[value=30], Int[value=5]]");
  }

  @Test
  void readsShowWhatNoMessageWasSeenToBring() {
    add(0, 7);
    dissemination.onFaultStart();
    dissemination.onFaultStop();
    elapse(10);
    for (int node = 1; node < 4; node++) {
      showsRead(node, 7);
    }
    assertThat(convergence().toString()).contains("items=[Int[value=10]]");
    assertThat(measured()).containsEntry("reached-all-count", Json.of(0));
  }

  @Test
  void onlyTheFirstValuesAreTraced() {
    for (int value = 0; value < DisseminationJournal.MOST_VALUES + 2; value++) {
      add(0, value);
    }
    for (int dest = 1; dest < 4; dest++) {
      pass("n0", "n" + dest, carrying(0, DisseminationJournal.MOST_VALUES));
    }
    assertThat(measured())
        .containsEntry("value-count", Json.of(DisseminationJournal.MOST_VALUES + 2))
        .containsEntry("untraced-count", Json.of(2))
        .containsEntry("reached-all-count", Json.of(1));
  }

  @Test
  void withoutValuesThereIsNoDissemination() {
    pass("n0", "n1", carrying(7));
    assertThat(dissemination.json()).isNull();
  }
}
