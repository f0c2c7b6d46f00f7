package dev.tattle.bench.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.services.SequentialKv.StateChoice;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServicesTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final NodeId TSO = new NodeId("lin-tso");

  private static final class NoJournal implements Network.Journal {
    @Override
    public void onSend(long id, Message message) {}

    @Override
    public void onReceive(long id, Message message) {}
  }

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Network network =
      new Network(
          scheduler,
          new Latency(Latency.Distribution.CONSTANT, 10),
          new SplittableRandom(1),
          new NoJournal());
  private final List<Message> replies = new ArrayList<>();

  @BeforeEach
  void attach() {
    SplittableRandom random = new SplittableRandom(2);
    Services.attachAll(network, random, StateChoice.random(random));
    network.attach(NODE, (id, message) -> replies.add(message));
  }

  private void send(NodeId service, Body body) {
    network.send(new Message(NODE, service, body));
    scheduler.runUntil(scheduler.nowNanos() + 20_000_000);
  }

  @Test
  void oracleCountsFromZero() {
    send(TSO, Body.of("ts").withMsgId(5));
    send(TSO, Body.of("ts").withMsgId(6));
    assertThat(replies)
        .containsExactly(
            new Message(TSO, NODE, Body.of("ts_ok", "ts", Json.of(0)).withInReplyTo(5)),
            new Message(TSO, NODE, Body.of("ts_ok", "ts", Json.of(1)).withInReplyTo(6)));
  }

  @Test
  void eachServiceRefusesWhatItDoesNotKnow() {
    for (String service : Services.NAMES) {
      send(new NodeId(service), Body.of("fly").withMsgId(0));
    }
    assertThat(replies).extracting(reply -> reply.src().name()).isEqualTo(Services.NAMES);
    assertThat(replies).allMatch(reply -> reply.body().integer("code") == 10);
    assertThat(replies).allMatch(reply -> Long.valueOf(0).equals(reply.body().inReplyTo()));
  }

  @Test
  void malformedRequestIsAnswered() {
    send(new NodeId("seq-kv"), Body.of("read").withMsgId(3));
    assertThat(replies).hasSize(1);
    assertThat(replies.get(0).body().integer("code")).isEqualTo(12);
  }

  @Test
  void requestWithoutAnIdIsCarriedOutAndAnswered() {
    NodeId linKv = new NodeId("lin-kv");
    send(linKv, Body.of("write", "key", Json.of("k"), "value", Json.of(1)));
    assertThat(replies).containsExactly(new Message(linKv, NODE, Body.of("write_ok")));
  }

  @Test
  void repliesAreNotAnswered() {
    send(TSO, Body.of("ts").withMsgId(1).withInReplyTo(1));
    assertThat(replies).isEmpty();
  }

  @Test
  void requestAndReplyBothTakeTheNetworksLatency() {
    network.send(new Message(NODE, TSO, Body.of("ts").withMsgId(5)));
    scheduler.runUntil(19_999_999);
    assertThat(replies).isEmpty();
    scheduler.runUntil(20_000_000);
    assertThat(replies).hasSize(1);
  }
}
