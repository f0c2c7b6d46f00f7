package dev.tattle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.mock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeHostTest {
  private static final NodeId CLIENT = new NodeId("c0");
  private static final NodeId SELF = new NodeId("n1");
  private static final NodeId PEER = new NodeId("n2");

  private enum Tick implements Timer {
    TICK
  }

  /** Counts the messages that it gets, and starts a timer. */
  private static final class CountingNode implements Node {
    private long count;

    @Override
    public void onStart(Outbox out) {
      out.setTimer(Tick.TICK, Duration.ofSeconds(1));
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      switch (message.body().type()) {
        case "count" -> out.reply(message, Body.of("count_ok", "count", Json.of(++count)));
        case "refuse" -> {
          out.send(PEER, Body.of("gossip"));
          out.setTimer(Tick.TICK, Duration.ZERO);
          throw new RequestException(RpcError.ABORT, "no");
        }
        case "bug" -> throw new IllegalStateException("bug");
        default -> throw NodeHost.notSupported(message);
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      out.send(PEER, Body.of("tick"));
    }

    @Override
    public void onStop(Outbox out) {
      out.send(PEER, Body.of("bye"));
    }
  }

  private final List<List<NodeId>> lives = new ArrayList<>();
  private final NodeHost host =
      new NodeHost(
          environment -> new CountingNode(),
          (self, nodes) -> {
            lives.add(nodes);
            return mock(Environment.class);
          });

  private static Message from(NodeId src, Body body) {
    return new Message(src, SELF, body);
  }

  private static Message init(long msgId) {
    return from(
        CLIENT,
        Body.of(
                "init",
                "node_id",
                Json.of("n1"),
                "node_ids",
                Json.array(Json.of("n1"), Json.of("n2")))
            .withMsgId(msgId));
  }

  private static Effect reply(Body body, long inReplyTo) {
    return new Effect.Send(CLIENT, body.withInReplyTo(inReplyTo));
  }

  private static Effect error(RpcError error, String text, long inReplyTo) {
    return reply(error.body(text), inReplyTo);
  }

  @Test
  void beforeInitARequestIsTurnedAway() {
    assertThat(host.onMessage(from(CLIENT, Body.of("count").withMsgId(0))))
        .containsExactly(
            error(
                RpcError.TEMPORARILY_UNAVAILABLE,
                "expected 'init' before 'count'; see " + RequestException.MANUAL,
                0));
    assertThat(host.refusal())
        .extracting(RequestException::error)
        .isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE);
    assertThat(host.self()).isNull();
  }

  @Test
  void beforeInitNothingElseHappens() {
    assertThat(host.onMessage(from(PEER, Body.of("gossip")))).isEmpty();
    assertThat(host.onMessage(from(PEER, Body.of("x").withMsgId(1).withInReplyTo(2)))).isEmpty();
    assertThat(host.onTimer(Tick.TICK)).isEmpty();
    assertThat(host.onStop()).isEmpty();
  }

  @Test
  void initAnswersFirstAndThenStartsTheNode() {
    assertThat(host.onMessage(init(0)))
        .containsExactly(
            new Effect.CancelAllTimers(),
            reply(Body.of("init_ok"), 0),
            new Effect.SetTimer(Tick.TICK, Duration.ofSeconds(1)));
    assertThat(host.self()).isEqualTo(SELF);
    assertThat(host.refusal()).isNull();
    assertThat(lives).containsExactly(List.of(SELF, PEER));
  }

  @Test
  void aSecondInitStartsAfresh() {
    host.onMessage(init(1));
    host.onMessage(from(CLIENT, Body.of("count").withMsgId(2)));
    assertThat(host.onMessage(init(3)).get(0)).isEqualTo(new Effect.CancelAllTimers());
    assertThat(host.onMessage(from(CLIENT, Body.of("count").withMsgId(4))))
        .containsExactly(reply(Body.of("count_ok", "count", Json.of(1)), 4));
    assertThat(lives).hasSize(2);
  }

  @Test
  void anInitThatIsMalformedChangesNothing() {
    host.onMessage(init(1));
    host.onMessage(from(CLIENT, Body.of("count").withMsgId(2)));
    Json n1 = Json.of("n1");
    List<Body> malformed =
        List.of(
            Body.of("init"),
            Body.of("init", "node_id", n1),
            Body.of("init", "node_id", Json.of(1), "node_ids", Json.array(n1)),
            Body.of("init", "node_id", Json.of(""), "node_ids", Json.array(n1)),
            Body.of("init", "node_id", n1, "node_ids", n1),
            Body.of("init", "node_id", n1, "node_ids", Json.array()),
            Body.of("init", "node_id", n1, "node_ids", Json.array(n1, Json.NULL)),
            Body.of("init", "node_id", n1, "node_ids", Json.array(n1, n1)));
    for (Body body : malformed) {
      List<Effect> effects = host.onMessage(from(CLIENT, body.withMsgId(3)));
      assertThat(effects).hasSize(1);
      assertThat(((Effect.Send) effects.get(0)).body().integer("code")).isEqualTo(12);
    }
    assertThat(host.onMessage(from(CLIENT, Body.of("count").withMsgId(4))))
        .containsExactly(reply(Body.of("count_ok", "count", Json.of(2)), 4));
  }

  @Test
  void anUnknownTypeIsNotSupported() {
    host.onMessage(init(1));
    assertThat(host.onMessage(from(CLIENT, Body.of("nope").withMsgId(2))))
        .containsExactly(
            error(
                RpcError.NOT_SUPPORTED,
                "this node does not know messages of type 'nope'; see " + RequestException.MANUAL,
                2));
  }

  @Test
  void aRefusalDiscardsWhatTheHandlerWanted() {
    host.onMessage(init(1));
    assertThat(host.onMessage(from(CLIENT, Body.of("refuse").withMsgId(2))))
        .containsExactly(error(RpcError.ABORT, "no", 2));
    assertThat(host.refusal()).extracting(RequestException::error).isEqualTo(RpcError.ABORT);
  }

  @Test
  void aRefusalIsToldToNobodyWhoDoesNotWait() {
    host.onMessage(init(1));
    assertThat(host.onMessage(from(PEER, Body.of("refuse")))).isEmpty();
    assertThat(host.refusal()).extracting(RequestException::error).isEqualTo(RpcError.ABORT);
    assertThat(host.onMessage(from(PEER, Body.of("nope").withMsgId(1).withInReplyTo(1)))).isEmpty();
  }

  @Test
  void aProgrammersErrorIsNotCaught() {
    host.onMessage(init(1));
    assertThatThrownBy(() -> host.onMessage(from(CLIENT, Body.of("bug").withMsgId(2))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void timersAndTheEndReachTheNode() {
    host.onMessage(init(1));
    assertThat(host.onTimer(Tick.TICK)).containsExactly(new Effect.Send(PEER, Body.of("tick")));
    assertThat(host.onStop()).containsExactly(new Effect.Send(PEER, Body.of("bye")));
  }
}
