package dev.tattle.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a client handles what nodes send to it. */
class ClientTest {
  private static final NodeId NODE = new NodeId("n0");
  private static final NodeId CLIENT = new NodeId("c0");
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<Problem> problems = new ArrayList<>();
  private final List<@Nullable Body> replies = new ArrayList<>();
  private final Network network =
      new Network(
          scheduler,
          new Latency(Latency.Distribution.CONSTANT, 0),
          new SplittableRandom(1),
          Network.Journal.NONE);

  private Client client(boolean leaves) {
    network.attach(NODE, (id, message) -> {});
    Client client = new Client.Pool(scheduler, network, leaves, problems::add).open();
    client.call(NODE, Body.of("read"), TIMEOUT, replies::add);
    return client;
  }

  private boolean write(Body body) {
    boolean isSent = network.send(new Message(NODE, CLIENT, body));
    scheduler.runUntil(scheduler.nowNanos());
    return isSent;
  }

  private void pass(Duration time) {
    scheduler.runUntil(scheduler.nowNanos() + time.toNanos());
  }

  @Test
  void theReplyToItsRequestIsHandedOn() {
    client(true);
    write(Body.of("read_ok").withInReplyTo(1));
    assertThat(replies).containsExactly(Body.of("read_ok").withInReplyTo(1));
    assertThat(problems).isEmpty();
  }

  @Test
  void whatFitsNoRequestIsToldAndKept() {
    Client client = client(true);
    write(Body.of("read_ok"));
    write(Body.of("read_ok").withInReplyTo(9));
    write(Body.of("read_ok", "in_reply_to", Json.of("1")));
    assertThat(replies).isEmpty();
    assertThat(problems)
        .hasSize(3)
        .allMatch(problem -> problem.kind() == Problem.Kind.UNASKED_REPLY);
    assertThat(client.unasked()).hasSize(3);
  }

  @Test
  void aSecondReplyFitsNoRequest() {
    client(true);
    write(Body.of("read_ok").withInReplyTo(1));
    write(Body.of("read_ok").withInReplyTo(1));
    assertThat(replies).hasSize(1);
    assertThat(problems).hasSize(1);
  }

  @Test
  void aLateReplyIsNobodysError() {
    client(true);
    pass(TIMEOUT);
    assertThat(replies).hasSize(1).containsOnlyNulls();
    write(Body.of("read_ok").withInReplyTo(1));
    assertThat(replies).hasSize(1);
    assertThat(problems).isEmpty();
  }

  @Test
  void nobodyCanWriteToAClientThatLeftAMomentAgo() {
    Client client = client(true);
    client.close();
    assertThat(write(Body.of("read_ok").withInReplyTo(1))).isTrue();
    pass(Duration.ofSeconds(1));
    assertThat(write(Body.of("read_ok").withInReplyTo(1))).isFalse();
  }

  @Test
  void underFaultsThatMaelstromDoesNotHaveClientsStay() {
    client(false).close();
    pass(Duration.ofSeconds(6));
    assertThat(write(Body.of("read_ok").withInReplyTo(1))).isTrue();
    assertThat(problems).isEmpty();
  }
}
