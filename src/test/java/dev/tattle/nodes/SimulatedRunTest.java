package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.SimulatedRun;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.HistoryCodec;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.sim.Latency;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs of the nodes on virtual time, with the faults that each seed chooses. */
@Execution(ExecutionMode.CONCURRENT)
class SimulatedRunTest {
  private static final int SEEDS = 15;
  private static final int TRACED_SEEDS = 4;

  private static TestOptions options(String workload, long seed) {
    return Swarm.choose(
        plain(workload, Map.of(), seed),
        Workloads.of(workload).survives(false),
        Duration.ofSeconds(10));
  }

  private static TestOptions plain(String workload, Map<FaultKind, Duration> faults, long seed) {
    return TestOptions.builder(
            workload, IntStream.range(0, 5).mapToObj(i -> new NodeId("n" + i)).toList())
        .ratePerSecond(20)
        .timeLimit(Duration.ofSeconds(20))
        .concurrency(5)
        .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
        .faults(faults)
        .logSends(true)
        .logReceives(true)
        .seed(seed)
        .durable(faults.keySet().stream().anyMatch(FaultKind::needsDisk))
        .build();
  }

  private static TestResult run(TestOptions options, Consumer<String> log) {
    return SimulatedRun.run(
        options, Nodes.factory(options.workload(), NodeSettings.DEFAULT).orElseThrow(), log);
  }

  private static Json.Obj judge(TestOptions options, TestResult result) {
    return Workloads.of(options.workload())
        .simulationJudgement(Demands.NONE)
        .judge(result.history(), result.net())
        .json();
  }

  /** Measured there: 31 to 35 % at five nodes. */
  @Test
  void likeInMaelstromTheFirstProcessGetsTwiceItsShare() {
    TestOptions options = plain("unique-ids", Map.of(), 1);
    assertThat(shareOfFirst(options)).isBetween(0.1, 0.3);
    assertThat(shareOfFirst(options.toBuilder().likeMaelstrom(true).build())).isBetween(0.3, 0.4);
  }

  private static double shareOfFirst(TestOptions options) {
    List<Operation> history = run(options, line -> {}).history();
    return (double) history.stream().filter(o -> o.process() == 0).count() / history.size();
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "unique-ids", "broadcast", "g-set", "g-counter", "pn-counter"})
  void nodesSurviveTheFaultsThatTheyAreSpecifiedToSurvive(String workload) {
    int valid = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      TestOptions options = options(workload, seed);
      TestResult result = run(options, line -> {});
      Json.Obj judged = judge(options, result);
      assertThat(result.problems()).as("seed %d", seed).isEmpty();
      assertThat(Verdict.of(judged)).as("seed %d: %s", seed, judged).isNotEqualTo(Verdict.INVALID);
      valid += Verdict.of(judged) == Verdict.VALID ? 1 : 0;
    }
    assertThat(valid).as("valid seeds").isGreaterThan(SEEDS * 2 / 3);
  }

  /** Every message when it is sent and received, in order, and the history with its times. */
  private static String trace(String workload, long seed) {
    MessageDigest digest = sha256();
    TestResult result =
        run(
            options(workload, seed),
            line -> digest.update((line + "\n").getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream history = new ByteArrayOutputStream();
    try {
      HistoryCodec.write(result.history(), history);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    digest.update(history.toByteArray());
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> traces() {
    List<String> traces = new ArrayList<>();
    for (String workload : List.of("unique-ids", "broadcast", "g-set", "g-counter", "pn-counter")) {
      for (int seed = 0; seed < TRACED_SEEDS; seed++) {
        traces.add(workload + " " + seed + " " + trace(workload, seed));
      }
    }
    return traces;
  }

  /** Prints the traces, for the test that runs another JVM. */
  public static void main(String[] args) {
    traces().forEach(System.out::println);
  }

  @Test
  void seedReplaysARunByteForByteHereAndInAnotherJvm() throws Exception {
    List<String> traces = traces();
    assertThat(traces()).isEqualTo(traces);
    assertThat(traces.stream().distinct()).hasSameSizeAs(traces);
    String java = System.getProperty("java.home") + File.separator + "bin" + File.separator;
    Process other =
        new ProcessBuilder(
                java + "java",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=0", // Identity hashes are others there.
                "-cp",
                System.getProperty("java.class.path"),
                SimulatedRunTest.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String printed = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(other.waitFor()).isZero();
    assertThat(printed.lines().toList()).isEqualTo(traces);
  }

  /** So shrinking begins with what failed. */
  @ParameterizedTest
  @ValueSource(strings = {"unique-ids", "broadcast", "g-counter"})
  void planOfARunReplaysIt(String workload) {
    for (int seed = 0; seed < TRACED_SEEDS; seed++) {
      TestOptions options = options(workload, seed);
      List<Operation> history = run(options, line -> {}).history();
      TestOptions planned = options.toBuilder().plan(Plan.of(options, history)).build();
      assertThat(run(planned, line -> {}).history()).as("seed %d", seed).isEqualTo(history);
    }
  }

  @Test
  void everyKindOfFaultIsInjectedAndHealedBeforeTheEnd() {
    Map<FaultKind, Duration> all = new EnumMap<>(FaultKind.class);
    for (FaultKind kind : FaultKind.values()) {
      all.put(kind, Duration.ofSeconds(2));
    }
    List<Operation> history = run(plain("broadcast", all, 7), line -> {}).history();
    for (FaultKind kind : FaultKind.values()) {
      List<String> acts =
          history.stream()
              .filter(op -> !op.isClient() && op.f().endsWith("-" + kind.optionName()))
              .map(Operation::f)
              .toList();
      assertThat(acts.get(0)).isEqualTo("start-" + kind.optionName());
      assertThat(acts.get(acts.size() - 1)).isEqualTo("stop-" + kind.optionName());
    }
    assertThat(history.stream().filter(op -> op.isFinal() && op.type() == Operation.Type.OK))
        .hasSize(5);
  }

  @Test
  void faultsThatAreOffMoveNothingInOthers() {
    Map<FaultKind, Duration> cuts = Map.of(FaultKind.PARTITION, Duration.ofSeconds(3));
    Map<FaultKind, Duration> more =
        Map.of(FaultKind.PARTITION, Duration.ofSeconds(3), FaultKind.SKEW, Duration.ofSeconds(3));
    assertThat(partitions(cuts)).isNotEmpty().isEqualTo(partitions(more));
  }

  /** With real processes, the messages of two runs are never the same. */
  @Test
  void messagesMoveNothingInFaults() {
    Map<FaultKind, Duration> all = new EnumMap<>(FaultKind.class);
    for (FaultKind kind : FaultKind.values()) {
      all.put(kind, Duration.ofSeconds(2));
    }
    List<String> acts = acts(plain("broadcast", all, 7));
    assertThat(acts).hasSizeGreaterThan(100);
    // Echoing nodes send each other nothing.
    assertThat(acts(plain("echo", all, 7))).isEqualTo(acts);
  }

  /** What the nemesis does before it is stopped. */
  private static List<String> acts(TestOptions options) {
    return run(options, line -> {}).history().stream()
        .filter(op -> !op.isClient() && op.timeNanos() < options.timeLimit().toNanos())
        .map(op -> op.timeNanos() + " " + op.f() + " " + op.value())
        .toList();
  }

  private static List<String> partitions(Map<FaultKind, Duration> faults) {
    return run(plain("echo", faults, 3), line -> {}).history().stream()
        .filter(op -> op.f().endsWith("-partition"))
        .map(op -> op.timeNanos() + " " + op.f() + " " + op.value())
        .toList();
  }

  @Test
  void swarmSwitchesSomeFaultsOffAndOthersOn() {
    Set<FaultKind> kinds = Workloads.of("broadcast").survives(false);
    for (FaultKind kind : kinds) {
      long on =
          IntStream.range(0, 100)
              .filter(seed -> chosen(seed, true).faults().containsKey(kind))
              .count();
      assertThat(on).as("%s", kind).isBetween(30L, 70L);
    }
    assertThat(IntStream.range(0, 100).filter(seed -> options("echo", seed).staleReads()).count())
        .isBetween(30L, 70L);
  }

  @Test
  void diskMovesNothingInOtherFaults() {
    for (int seed = 0; seed < 20; seed++) {
      TestOptions without = chosen(seed, false);
      TestOptions with = chosen(seed, true);
      Map<FaultKind, Duration> others = new EnumMap<>(FaultKind.class);
      others.putAll(with.faults());
      others.keySet().removeIf(FaultKind::needsDisk);
      assertThat(others).isEqualTo(without.faults());
      assertThat(with.staleReads()).isEqualTo(without.staleReads());
    }
  }

  private static TestOptions chosen(long seed, boolean isDurable) {
    TestOptions options = plain("broadcast", Map.of(), seed);
    return Swarm.choose(
        options.toBuilder().durable(isDurable).build(),
        Workloads.of("broadcast").survives(isDurable),
        Duration.ofSeconds(10));
  }

  /** A node that crashes at its tenth request. */
  private static final class Fragile implements Node {
    private final Node node = new EchoNode();
    private int count;

    @Override
    public void onMessage(Message message, Outbox out) {
      if (++count == 10) {
        throw new IllegalStateException("ten is too much");
      }
      node.onMessage(message, out);
    }
  }

  @Test
  void programmersErrorEndsTheRunWithItsTrace() {
    NodeFactory factory = environment -> new Fragile();
    TestResult result = SimulatedRun.run(plain("echo", Map.of(), 1), factory, line -> {});
    assertThat(result.isBroken()).isTrue();
    assertThat(result.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.DIED);
    assertThat(result.problems().get(0).text()).contains("ten is too much", "Fragile.onMessage");
  }

  /** Runs a broadcast of nodes that answer with these effects, and do not gossip. */
  private static TestResult runBroadcast(BiConsumer<Message, Outbox> answer) {
    NodeFactory factory = environment -> (message, out) -> answer.accept(message, out);
    return SimulatedRun.run(plain("broadcast", Map.of(), 1), factory, line -> {});
  }

  private static void answerRightly(Message message, Outbox out) {
    String type = message.body().type();
    Body ok = Body.of(type + "_ok");
    out.reply(message, type.equals("read") ? ok.with("messages", Json.array()) : ok);
  }

  @Test
  void runEndsAtTheFirstReadOfWhatNobodyHasAdded() {
    int[] reads = {0};
    TestResult result =
        runBroadcast(
            (message, out) -> {
              if (message.body().type().equals("read") && ++reads[0] == 7) {
                Json stranger = Json.array(Json.of("never added"));
                out.reply(message, Body.of("read_ok", "messages", stranger));
              } else {
                answerRightly(message, out);
              }
            });
    Problem problem = result.problems().get(0);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVARIANT);
    assertThat(problem.summary()).contains("\"never added\", which nobody had asked to add");
    Operation last = result.history().get(result.history().size() - 1);
    assertThat(problem.details()).containsEntry("operation", HistoryCodec.toJson(last));
    assertThat(reads[0]).isEqualTo(7);
  }

  @Test
  void runEndsAtTheSecondReplyToARequest() {
    int[] adds = {0};
    TestResult result =
        runBroadcast(
            (message, out) -> {
              answerRightly(message, out);
              if (message.body().type().equals("broadcast") && ++adds[0] == 7) {
                answerRightly(message, out);
              }
            });
    Problem problem = result.problems().get(0);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.INVARIANT);
    assertThat(problem.summary()).contains("was never asked or has answered before");
    assertThat(problem.details()).containsKey("message");
    assertThat(adds[0]).isEqualTo(7);
  }
}
