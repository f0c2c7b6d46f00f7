package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults on real processes that are written in another language than the bench. */
@Timeout(120)
class ProcessControlIT {
  private static final NodeId NODE = new NodeId("n0");
  private static final NodeId CLIENT = new NodeId("c0");

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /** More than fits into a node's pipe and the bench's queue for a process. */
  private static final int FLOOD = 150_000;

  @TempDir Path logs;

  private final EventLoop loop = new EventLoop();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Body> heard = new ArrayList<>();
  private final Network network =
      new Network(
          loop,
          new Latency(Latency.Distribution.CONSTANT, 0),
          new SplittableRandom(1),
          Network.Journal.NONE);

  private interface Steps {
    void begin(ProcessCluster cluster);
  }

  /** Initialises the node; what follows ends with {@code loop.stop()}. */
  private void run(String mode, Steps steps) throws Exception {
    Path bin = Path.of("src/test/resources/nodes/broken.py");
    NodeProgram command = new NodeProgram(bin, List.of(mode), line -> {});
    ProcessCluster cluster = new ProcessCluster(List.of(NODE), command, loop, logs);
    try {
      network.attach(CLIENT, (id, message) -> heard.add(message.body()));
      cluster.start(network, problems::add);
      init();
      when(() -> count("init_ok") == 1, () -> steps.begin(cluster));
      loop.run();
    } finally {
      cluster.close();
    }
  }

  private void init() {
    send(Body.of("init", "node_id", Json.of(NODE), "node_ids", Json.array(Json.of(NODE))));
  }

  private void send(Body body) {
    network.send(new Message(CLIENT, NODE, body.withMsgId(1)));
  }

  private void when(BooleanSupplier condition, Runnable then) {
    if (condition.getAsBoolean()) {
      then.run();
    } else {
      loop.after(POLL_NANOS, () -> when(condition, then));
    }
  }

  private long count(String type) {
    return heard.stream().filter(body -> body.type().equals(type)).count();
  }

  private Json told(String field) {
    return heard.get(heard.size() - 1).json(field);
  }

  private String log() {
    try {
      return Files.readString(logs.resolve("n0.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void partOfALineThatAKillCutsOffIsNobodysFault() throws Exception {
    run(
        "stammers",
        cluster -> {
          send(Body.of("echo"));
          when(
              () -> log().equals("stammered\n"),
              () -> {
                cluster.kill(NODE);
                send(Body.of("read"));
                init();
                cluster.restart(NODE);
                // Its log comes by another pipe than its replies.
                when(() -> count("read_ok") == 1 && log().endsWith("second life\n"), loop::stop);
              });
        });
    assertThat(problems).isEmpty();
    assertThat(heard)
        .extracting(Body::type)
        .as("what was sent to the dead node comes after its init")
        .containsExactly("init_ok", "init_ok", "read_ok");
    assertThat(log()).as("the log of both lives").isEqualTo("stammered\nsecond life\n");
  }

  @Test
  void restartedProcessHasTheSamePlaceAndNoMemory() throws Exception {
    List<Json> pids = new ArrayList<>();
    run(
        "counts",
        cluster -> {
          send(Body.of("total"));
          when(
              () -> count("total_ok") == 1,
              () -> {
                pids.add(told("pid"));
                cluster.kill(NODE);
                cluster.kill(NODE);
                cluster.pause(NODE);
                cluster.resume(NODE);
                init();
                cluster.restart(NODE);
                cluster.restart(NODE);
                send(Body.of("total"));
                when(() -> count("total_ok") == 2, loop::stop);
              });
        });
    assertThat(problems).isEmpty();
    assertThat(told("pid")).isNotEqualTo(pids.get(0));
    assertThat(told("lives")).as("what it finds in its directory").isEqualTo(Json.of(1));
    assertThat(told("count")).as("what it has counted").isEqualTo(Json.of(0));
  }

  @Test
  void whatIsSentToAPausedNodeHoldsNobodyUpAndArrivesLater() throws Exception {
    String padding = "x".repeat(1_000);
    int sent = 50_000;
    run(
        "counts",
        cluster -> {
          cluster.pause(NODE);
          for (int i = 0; i < sent; i++) {
            send(Body.of("gossip", "padding", Json.of(padding)));
          }
          send(Body.of("total"));
          when(
              () -> network.inFlight() == sent + 1,
              () -> {
                cluster.resume(NODE);
                when(() -> count("total_ok") == 1, loop::stop);
              });
        });
    assertThat(problems).isEmpty();
    assertThat(told("count")).isEqualTo(Json.of(sent));
  }

  @Test
  void pausedNodeIsNotBlamedForNotReading() throws Exception {
    run(
        "counts",
        cluster -> {
          cluster.pause(NODE);
          for (int i = 0; i < FLOOD; i++) {
            send(Body.of("gossip"));
          }
          loop.after(0, loop::stop);
        });
    assertThat(problems).isEmpty();
    assertThat(network.inFlight()).isEqualTo(FLOOD);
  }

  /** Asks Linux. */
  private static boolean isStopped(Json pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + ((Json.Int) pid).value() + "/stat"));
      return stat.substring(stat.lastIndexOf(')')).startsWith(") T");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void pausedProcessStandsStillAndGoesOn() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")));
    run(
        "counts",
        cluster -> {
          send(Body.of("total"));
          when(
              () -> count("total_ok") == 1,
              () -> {
                cluster.pause(NODE);
                when(
                    () -> isStopped(told("pid")),
                    () -> {
                      cluster.resume(NODE);
                      when(() -> !isStopped(told("pid")), loop::stop);
                    });
              });
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void pausedProcessDoesNotOutliveTheCluster() throws Exception {
    run(
        "counts",
        cluster -> {
          send(Body.of("total"));
          when(
              () -> count("total_ok") == 1,
              () -> {
                cluster.pause(NODE);
                loop.stop();
              });
        });
    Optional<ProcessHandle> left = ProcessHandle.of(((Json.Int) told("pid")).value());
    if (left.isPresent()) {
      left.get().onExit().get(30, TimeUnit.SECONDS);
    }
  }

  @Test
  void pausedProcessCanBeKilledAndStarted() throws Exception {
    run(
        "counts",
        cluster -> {
          cluster.pause(NODE);
          cluster.kill(NODE);
          cluster.resume(NODE);
          init();
          cluster.restart(NODE);
          when(() -> count("init_ok") == 2, loop::stop);
        });
    assertThat(problems).isEmpty();
  }

  @Test
  void processThatDiesByItselfIsReportedThoughOthersAreKilled() throws Exception {
    run(
        "dies",
        cluster -> {
          cluster.kill(NODE);
          init();
          cluster.restart(NODE);
          send(Body.of("echo"));
          when(() -> !problems.isEmpty(), loop::stop);
        });
    assertThat(problems).extracting(Problem::kind).containsExactly(Problem.Kind.DIED);
  }

  @Test
  void clocksOfProcessesCannotBeChanged() throws Exception {
    run(
        "counts",
        cluster -> {
          assertThatThrownBy(() -> cluster.setClockRate(NODE, 2))
              .isInstanceOf(UnsupportedOperationException.class);
          loop.stop();
        });
  }
}
