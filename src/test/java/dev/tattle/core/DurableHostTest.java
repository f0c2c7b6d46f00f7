package dev.tattle.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A host whose node keeps records. The test plays the disk. */
class DurableHostTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final NodeId CLIENT = new NodeId("c1");
  private static final String WHY = "the disk is full";

  private final List<Json> disk = new ArrayList<>();
  private boolean isDurable = true;
  private final NodeHost host = new NodeHost(KeepingNode::new, (self, nodes) -> new Surroundings());

  private enum Tick implements Timer {
    TICK
  }

  /** A counter that keeps each add as a record. Its timer adds too. */
  private static final class KeepingNode implements Node {
    private long sum;

    KeepingNode(Environment environment) {
      for (Json record : environment.kept()) {
        sum += record instanceof Json.Int add ? add.value() : 0;
      }
    }

    @Override
    public void onStart(Outbox out) {
      if (sum == 0) {
        out.append(Json.of("first"));
      }
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      switch (message.body().type()) {
        case "add" -> {
          add(message.body().integer("n"), out);
          out.reply(message, Body.of("add_ok"));
        }
        case "read" -> out.reply(message, Body.of("read_ok", "n", Json.of(sum)));
        case "compact" -> out.checkpoint(List.of(Json.of(sum)));
        default -> throw NodeHost.notSupported(message);
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      add(100, out);
    }

    private void add(long n, Outbox out) {
      out.append(Json.of(n));
      sum += n;
    }
  }

  private final class Surroundings implements Environment {
    private final Environment usual = new FakeEnvironment("n1", "n1");

    @Override
    public NodeId self() {
      return usual.self();
    }

    @Override
    public List<NodeId> nodes() {
      return usual.nodes();
    }

    @Override
    public long nowNanos() {
      return usual.nowNanos();
    }

    @Override
    public java.util.random.RandomGenerator random() {
      return usual.random();
    }

    @Override
    public boolean isDurable() {
      return isDurable;
    }

    @Override
    public Iterable<Json> kept() {
      return List.copyOf(disk);
    }
  }

  @BeforeEach
  void initialise() {
    disk.add(Json.of(1));
    init();
  }

  private List<Effect> init() {
    return ask(Body.of("init", "node_id", Json.of("n1"), "node_ids", Json.array(Json.of("n1"))), 0);
  }

  private List<Effect> ask(Body body, long msgId) {
    return host.onMessage(new Message(CLIENT, SELF, body.withMsgId(msgId)));
  }

  private List<Effect> add(long n, long msgId) {
    return ask(Body.of("add", "n", Json.of(n)), msgId);
  }

  private static Effect reply(Body body, long inReplyTo) {
    return new Effect.Send(CLIENT, body.withInReplyTo(inReplyTo));
  }

  private static Effect sum(long n, long inReplyTo) {
    return reply(Body.of("read_ok", "n", Json.of(n)), inReplyTo);
  }

  private static Effect refused(long inReplyTo) {
    return reply(RpcError.TEMPORARILY_UNAVAILABLE.body(WHY), inReplyTo);
  }

  @Test
  void recordsAreEffectsInTheirOrder() {
    assertThat(add(2, 1))
        .containsExactly(new Effect.Append(Json.of(2)), reply(Body.of("add_ok"), 1));
    assertThat(ask(Body.of("compact"), 2))
        .containsExactly(new Effect.Checkpoint(List.of(Json.of(3))));
  }

  @Test
  void nodeIsCreatedFromWhatWasKept() {
    assertThat(ask(Body.of("read"), 1)).containsExactly(sum(1, 1));
  }

  @Test
  void withoutADiskNothingIsKept() {
    isDurable = false;
    init();
    assertThat(add(2, 1)).containsExactly(reply(Body.of("add_ok"), 1));
  }

  @Test
  void whenTheDiskFailsTheNodeIsMadeAnewAndRequestsEndIndefinitely() {
    List<Effect> dropped = add(2, 7);
    dropped.addAll(ask(Body.of("read"), 8));
    assertThat(host.onDiskFailure(WHY, dropped))
        .containsExactly(
            new Effect.CancelAllTimers(),
            reply(RpcError.CRASH.body("it is unknown whether this was kept: " + WHY), 7),
            reply(RpcError.CRASH.body("it is unknown whether this was kept: " + WHY), 8));
    assertThat(ask(Body.of("read"), 9)).containsExactly(sum(1, 9));
  }

  @Test
  void whileTheDiskFailsWhatWouldKeepIsRefusedAndReadsGoOn() {
    host.onDiskFailure(WHY, List.of());
    assertThat(add(2, 1)).containsExactly(refused(1));
    assertThat(ask(Body.of("compact"), 2)).containsExactly(refused(2));
    assertThat(ask(Body.of("read"), 3)).containsExactly(sum(1, 3));
    assertThat(host.diskWorks()).isEmpty();
    assertThat(add(2, 4)).hasSize(2);
    assertThat(ask(Body.of("read"), 5)).containsExactly(sum(3, 5));
  }

  @Test
  void timerThatCannotKeepItsRecordIsTriedAgain() {
    host.onDiskFailure(WHY, List.of());
    assertThat(host.onTimer(Tick.TICK))
        .containsExactly(new Effect.SetTimer(Tick.TICK, Duration.ofSeconds(1)));
    assertThat(ask(Body.of("read"), 3)).containsExactly(sum(1, 3));
    host.diskWorks();
    assertThat(host.onTimer(Tick.TICK)).containsExactly(new Effect.Append(Json.of(100)));
  }

  @Test
  void nodeThatCannotKeepItsFirstRecordStartsWhenTheDiskWorks() {
    disk.clear();
    init();
    assertThat(host.onDiskFailure(WHY, List.of())).containsExactly(new Effect.CancelAllTimers());
    assertThat(ask(Body.of("read"), 1)).containsExactly(refused(1));
    assertThat(host.diskWorks()).containsExactly(new Effect.Append(Json.of("first")));
    assertThat(ask(Body.of("read"), 2)).containsExactly(sum(0, 2));
  }

  @Test
  void refusalWithoutADiskFailureIsAProgrammersErrorInATimer() {
    Node refusing =
        new Node() {
          @Override
          public void onMessage(Message message, Outbox out) {}

          @Override
          public void onTimer(Timer timer, Outbox out) {
            throw new RequestException(RpcError.ABORT, "no");
          }
        };
    NodeHost other = new NodeHost(environment -> refusing, (self, nodes) -> new Surroundings());
    other.onMessage(
        new Message(
            CLIENT,
            SELF,
            Body.of("init", "node_id", Json.of("n1"), "node_ids", Json.array(Json.of("n1")))));
    assertThatThrownBy(() -> other.onTimer(Tick.TICK)).isInstanceOf(IllegalStateException.class);
  }
}
