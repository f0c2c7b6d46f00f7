package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import org.junit.jupiter.api.Test;

class EchoNodeTest {
  private static final NodeId CLIENT = new NodeId("c1");

  private final Effects out = new Effects();

  private void deliver(Body body) {
    new EchoNode().onMessage(new Message(CLIENT, new NodeId("n1"), body), out);
  }

  @Test
  void echoComesBack() {
    Json value = Json.array(Json.NULL, new Json.Num("1e400"));
    deliver(Body.of("echo", "echo", value).withMsgId(0));
    assertThat(out.drain())
        .containsExactly(
            new Effect.Send(CLIENT, Body.of("echo_ok", "echo", value).withInReplyTo(0)));
  }

  @Test
  void otherRequestsAreNotSupported() {
    assertThatThrownBy(() -> deliver(Body.of("add").withMsgId(1)))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.error()).isEqualTo(RpcError.NOT_SUPPORTED));
  }

  @Test
  void repliesAreIgnored() {
    deliver(Body.of("read_ok").withInReplyTo(1));
    assertThat(out.drain()).isEmpty();
  }
}
