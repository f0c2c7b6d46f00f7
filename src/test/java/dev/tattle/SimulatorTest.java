package dev.tattle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.nodes.EchoNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatorTest {
  /** Tells each value to all others, once. */
  private static final class TellOnce implements Node {
    private final Environment environment;
    private final List<Json> seen = new ArrayList<>();

    TellOnce(Environment environment) {
      this.environment = environment;
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      Body body = message.body();
      switch (body.type()) {
        case "topology" -> out.reply(message, Body.of("topology_ok"));
        case "broadcast" -> {
          seen.add(body.json("message"));
          Body told = Body.of("tell", "message", body.json("message"));
          environment.peers().forEach(peer -> out.send(peer, told));
          out.reply(message, Body.of("broadcast_ok"));
        }
        case "tell" -> seen.add(body.json("message"));
        case "read" -> out.reply(message, Body.of("read_ok", "messages", Json.array(seen)));
        default -> throw NodeHost.notSupported(message);
      }
    }
  }

  private static final Simulator BROADCAST =
      Simulator.of("broadcast", TellOnce::new).nodes(3).time(Duration.ofSeconds(20));

  @Test
  void nodeThatKeepsItsPromiseIsValid() {
    Simulator.of("echo", environment -> new EchoNode()).allFaults().assertValid(5);
    BROADCAST.assertValid(5);
  }

  @Test
  void faultsFindWhatIsNotSentAgain() {
    Simulator simulator = BROADCAST.faults(FaultKind.LOSS);
    SimulationResult found = simulator.firstInvalid(10).orElseThrow();
    assertThat(found.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(found.why()).contains("lost");
    assertThat(found.findings().values())
        .anySatisfy(part -> assertThat(part.of(Finding.ValueList.class)).isNotEmpty());
    assertThat(found.summary()).last().asString().startsWith("verdict      INVALID: ");
    assertThatThrownBy(() -> simulator.assertValid(10))
        .isInstanceOf(AssertionError.class)
        .hasMessage(
            "seed %d is invalid; to replay it, call run(%d) instead of assertValid(10), and"
                    .formatted(found.seed(), found.seed())
                + " smallest() on its result to shrink it\n"
                + found);
    assertThat(simulator.run(found.seed()).history()).isEqualTo(found.history());
  }

  /** A simulator writes no files, so its words must not lead to one. */
  @Test
  void longListsLeadToNoFile() {
    Simulator all = BROADCAST.rate(50).faults(FaultKind.LOSS, FaultKind.PARTITION);
    SimulationResult found = all.firstInvalid(10).orElseThrow();
    assertThat(found.toString()).contains("; findings() has all").doesNotContain(".json");
  }

  @Test
  void seedReplaysItsRun() {
    Simulator simulator = BROADCAST.latency(Duration.ofMillis(50)).faults(FaultKind.LOSS);
    SimulationResult first = simulator.run(3);
    assertThat(simulator.run(3).history()).isEqualTo(first.history());
    assertThat(simulator.run(3).json()).isEqualTo(first.json());
    assertThat(simulator.run(4).history()).isNotEqualTo(first.history());
  }

  @Test
  void invalidRunShrinks() {
    SimulationResult found = BROADCAST.faults(FaultKind.LOSS).firstInvalid(10).orElseThrow();
    SimulationResult smallest = found.smallest().orElseThrow();
    assertThat(smallest.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(smallest.timeline()).hasSizeLessThan(8);
    assertThat(BROADCAST.run(0).smallest()).isEmpty();
  }

  @Test
  void resultCountsMessages() {
    SimulationResult result = BROADCAST.topology(Topology.LINE).rate(10).run(0);
    assertThat(result.messagesPerOperation()).isBetween(0.5, 2.0);
    assertThat(result.timeline()).anySatisfy(line -> assertThat(line).contains("broadcast"));
  }

  @Test
  void nodeThatAnswersNothingIsNotValid() {
    Simulator silent = Simulator.of("echo", environment -> (message, out) -> {});
    assertThatThrownBy(() -> silent.assertValid(2)).isInstanceOf(AssertionError.class);
  }

  @Test
  void clientsThatWorkInGroupsComeInWholeGroups() {
    assertThat(Simulator.of("lin-kv", environment -> (message, out) -> {}).nodes(3).run(0).seed())
        .isZero();
  }

  @Test
  void diskComesBeforeItsFaults() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BROADCAST.faults(FaultKind.FULL_DISK))
        .withMessageContaining("durable()");
    assertThat(BROADCAST.durable().faults(FaultKind.FULL_DISK).run(0).history()).isNotEmpty();
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Simulator.of("brodcast", TellOnce::new))
        .withMessageContaining("brodcast");
    assertThatIllegalArgumentException().isThrownBy(() -> BROADCAST.nodes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> BROADCAST.rate(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> BROADCAST.rate(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> BROADCAST.time(Duration.ZERO));
    assertThatIllegalArgumentException().isThrownBy(() -> BROADCAST.latency(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> BROADCAST.assertValid(0));
  }
}
