package dev.tattle.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SimulatedNodeTest {
  private static final NodeId SELF = new NodeId("n0");
  private static final NodeId CLIENT = new NodeId("c0");
  private static final Latency AT_ONCE = new Latency(Latency.Distribution.CONSTANT, 0);

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Network network =
      new Network(scheduler, AT_ONCE, new SplittableRandom(1), new Silence());
  private final List<String> received = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final SimulatedNode node =
      new SimulatedNode(
          SELF,
          new SimulatedNode.World(scheduler, network, Puppet::new, new Complaints()),
          new SplittableRandom(2));

  private record Silence() implements Network.Journal {
    @Override
    public void onSend(long id, Message message) {}

    @Override
    public void onReceive(long id, Message message) {}
  }

  private final class Complaints implements SimulatedNode.Listener {
    @Override
    public void onFailure(NodeId id, Throwable failure) {
      problems.add(id + ": " + failure.getMessage());
    }

    @Override
    public void onUndeliverable(Message message) {
      problems.add("to nobody: " + message.dest());
    }
  }

  private enum Alarm implements Timer {
    ALARM
  }

  /** Counts its requests, sets timers, and fails on demand. */
  private static final class Puppet implements Node {
    private final Environment environment;
    private int count;

    Puppet(Environment environment) {
      this.environment = environment;
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      switch (message.body().type()) {
        case "count" -> out.reply(message, Body.of("count_ok", "is", Json.of(++count)));
        case "now" -> out.reply(message, Body.of("time", "is", Json.of(environment.nowNanos())));
        case "set" -> out.setTimer(Alarm.ALARM, Duration.ofSeconds(2));
        case "cancel" -> out.cancelTimer(Alarm.ALARM);
        case "stray" -> out.send(new NodeId("nobody"), Body.of("x"));
        default -> throw new AssertionError("an invariant is broken");
      }
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      out.send(CLIENT, Body.of("ring"));
    }
  }

  @BeforeEach
  void initialise() {
    network.attach(
        CLIENT,
        (id, message) ->
            received.add(
                message.body().type()
                    + (message.body().has("is") ? " " + message.body().integer("is") : "")
                    + " at "
                    + TimeUnit.NANOSECONDS.toMillis(scheduler.nowNanos())));
    init();
    received.clear();
  }

  private void init() {
    ask(
        Body.of("init", "node_id", Json.of(SELF), "node_ids", Json.array(Json.of(SELF)))
            .withMsgId(0));
  }

  private void ask(Body body) {
    network.send(new Message(CLIENT, SELF, body.withMsgId(1)));
    scheduler.runUntil(scheduler.nowNanos());
  }

  private void passMillis(long millis) {
    scheduler.runUntil(scheduler.nowNanos() + TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void timerThatIsSetAgainFiresOnce() {
    ask(Body.of("set"));
    passMillis(1000);
    ask(Body.of("set"));
    passMillis(5000);
    assertThat(received).containsExactly("ring at 3000");
  }

  @Test
  void cancelledTimerIsSilent() {
    ask(Body.of("set"));
    ask(Body.of("cancel"));
    passMillis(5000);
    assertThat(received).isEmpty();
  }

  @Test
  void crashForgetsStateAndTimersAndKeepsWhatIsSentMeanwhile() {
    ask(Body.of("count"));
    ask(Body.of("set"));
    node.crash();
    ask(Body.of("count"));
    passMillis(5000);
    assertThat(received).containsExactly("count_ok 1 at 0");
    node.restart();
    ask(Body.of("count"));
    init();
    assertThat(received.subList(1, received.size()))
        .as("what waited comes after init")
        .containsExactly("init_ok at 5000", "count_ok 1 at 5000", "count_ok 2 at 5000");
  }

  @Test
  void pauseDelaysMessagesAndTimersAndLosesNone() {
    ask(Body.of("count"));
    ask(Body.of("set"));
    node.pause();
    ask(Body.of("count"));
    passMillis(5000);
    assertThat(received).containsExactly("count_ok 1 at 0");
    node.resume();
    passMillis(0);
    assertThat(received.subList(1, received.size()))
        .containsExactly("count_ok 2 at 5000", "ring at 5000");
  }

  @Test
  void crashEndsAPause() {
    node.pause();
    node.crash();
    node.restart();
    init();
    node.resume();
    assertThat(received).containsExactly("init_ok at 0");
  }

  @Test
  void fastClockShowsMoreTimeAndRingsEarlier() {
    long before = now();
    node.setClockRate(2);
    ask(Body.of("set"));
    passMillis(3000);
    assertThat(received).contains("ring at 1000");
    assertThat(now() - before).isEqualTo(TimeUnit.SECONDS.toNanos(6));
    node.setClockRate(1);
    passMillis(1000);
    assertThat(now() - before).isEqualTo(TimeUnit.SECONDS.toNanos(7));
  }

  private long now() {
    ask(Body.of("now"));
    return Long.parseLong(received.get(received.size() - 1).split(" ", 3)[1]);
  }

  @Test
  void brokenInvariantIsAProblemOfTheNode() {
    ask(Body.of("boom"));
    assertThat(problems).containsExactly("n0: an invariant is broken");
  }

  @Test
  void messageToNobodyIsAProblemOfTheNode() {
    ask(Body.of("stray"));
    assertThat(problems).containsExactly("to nobody: nobody");
  }
}
