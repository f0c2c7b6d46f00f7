package dev.tattle.runtime.cluster.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.Inbound;
import dev.tattle.runtime.Inbox;
import dev.tattle.runtime.Log;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class NodePortTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final Inbox inbox = new Inbox();
  private final NodePort port = port(Runnable::run);
  private final List<Body> answers = new ArrayList<>();

  private NodePort port(Executor later) {
    PrintStream lines = new PrintStream(logged, true, StandardCharsets.UTF_8);
    return new NodePort(SELF, inbox, later, new Log(Log.Level.INFO, lines));
  }

  private static List<Message> answer(long id) {
    return List.of(new Message(SELF, NodePort.CLIENTS, Body.of("read_ok").withInReplyTo(id)));
  }

  private static Json code(Body error) {
    return error.json("code");
  }

  @Test
  void eachQuestionIsAnsweredOnce() {
    port.ask(Body.of("read"), SECOND, answers::add);
    port.ask(Body.of("read"), SECOND, answers::add);
    assertThat(port.waiting()).isEqualTo(2);
    port.answered(answer(2));
    port.answered(answer(2));
    assertThat(answers).containsExactly(Body.of("read_ok").withInReplyTo(2));
    assertThat(port.waiting()).isEqualTo(1);
  }

  @Test
  void questionThatIsNotAnsweredInTimeHasAnUnknownOutcome() {
    port.ask(Body.of("add"), SECOND, answers::add);
    port.expire(System.nanoTime());
    assertThat(answers).isEmpty();
    port.expire(System.nanoTime() + SECOND.toNanos());
    assertThat(answers).singleElement().satisfies(e -> assertThat(code(e)).isEqualTo(Json.of(0)));
    port.answered(answer(1));
    assertThat(answers).hasSize(1);
  }

  @Test
  void nodeThatHasTooMuchToDoIsNotAsked() {
    for (int i = 0; i < Inbox.MAX_LINES; i++) {
      port.ask(Body.of("add"), SECOND, answers::add);
    }
    assertThat(answers).isEmpty();
    port.ask(Body.of("add"), SECOND, answers::add);
    assertThat(answers).singleElement().satisfies(e -> assertThat(code(e)).isEqualTo(Json.of(11)));
    Message peers = new Message(new NodeId("n2"), SELF, Body.of("gossip"));
    assertThat(port.tell(peers, 100)).isFalse();
  }

  @Test
  void questionsOfOneTurnOfTheEventLoopReachTheNodeTogether() {
    List<Runnable> later = new ArrayList<>();
    NodePort turns = port(later::add);
    turns.ask(Body.of("add"), SECOND, answers::add);
    turns.ask(Body.of("read"), SECOND, answers::add);
    Message peers = new Message(new NodeId("n2"), SELF, Body.of("gossip"));
    assertThat(inbox.offer(List.of(new Inbound.Received(peers)), Integer.MAX_VALUE)).isTrue();
    assertThat(later).hasSize(1);
    later.remove(0).run();
    assertThat(answers).extracting(NodePortTest::code).containsExactly(Json.of(11), Json.of(11));
    assertThat(turns.waiting()).isZero();
  }

  @Test
  void nodeThatHasEndedLeavesTheOutcomeUnknownAndIsAskedNoMore() {
    port.ask(Body.of("add"), SECOND, answers::add);
    port.ended();
    port.ask(Body.of("add"), SECOND, answers::add);
    assertThat(answers).extracting(NodePortTest::code).containsExactly(Json.of(13), Json.of(11));
  }

  @Test
  void oneWhoFailsDoesNotKeepOthersFromTheirAnswers() {
    port.ask(
        Body.of("add"),
        SECOND,
        answer -> {
          throw new IllegalStateException("no");
        });
    port.ask(Body.of("read"), SECOND, answers::add);
    List<Message> both = new ArrayList<>(answer(1));
    both.addAll(answer(2));
    port.answered(both);
    assertThat(answers).hasSize(1);
    assertThat(logged.toString(StandardCharsets.UTF_8)).contains("could not be passed on");
  }

  @Test
  void transportPartsAnswersFromMessagesToPeers() {
    List<Message> here = new ArrayList<>();
    List<String> there = new ArrayList<>();
    ClusterTransport transport =
        new ClusterTransport(
            SELF, here::addAll, (peer, messages) -> there.add(peer + " " + messages.size()));
    transport.send(new Message(SELF, new NodeId("n2"), Body.of("gossip")));
    transport.send(answer(1).get(0));
    transport.send(new Message(SELF, SELF, Body.of("members_ok")));
    transport.send(new Message(SELF, new NodeId("n2"), Body.of("gossip")));
    transport.send(new Message(SELF, new NodeId("n3"), Body.of("gossip")));
    transport.truncate(4);
    assertThat(transport.size()).isEqualTo(4);
    transport.flush();
    assertThat(here).hasSize(2);
    assertThat(there).containsExactly("n2 2");
    assertThat(transport.size()).isZero();
  }
}
