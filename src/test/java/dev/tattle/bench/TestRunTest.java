package dev.tattle.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Topology;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RpcError;
import dev.tattle.sim.Latency;
import dev.tattle.sim.Network;
import dev.tattle.sim.VirtualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whole runs on virtual time, against nodes that consist of one function. */
class TestRunTest {
  private static final Body INIT_OK = Body.of("init_ok");
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final List<Progress> progress = new ArrayList<>();
  private final List<String> log = new ArrayList<>();
  private final List<TestResult> results = new ArrayList<>();
  private final List<NodeId> clients = new ArrayList<>();
  private boolean keepsMessages = true;

  /** Nodes that answer at once. A null means no answer. */
  private record Answering(List<NodeId> nodes, Function<Message, @Nullable Body> answer)
      implements Cluster {
    @Override
    public void start(Network network, Consumer<Problem> problems) {
      for (NodeId node : nodes) {
        network.attach(node, (id, message) -> answer(network, message));
      }
    }

    private void answer(Network network, Message request) {
      Body reply = answer.apply(request);
      if (reply != null) {
        Body addressed = reply.withInReplyTo(Objects.requireNonNull(request.body().msgId()));
        network.send(new Message(request.dest(), request.src(), addressed));
      }
    }
  }

  private final class Recorder implements RunObserver {
    @Override
    public boolean keepsMessages() {
      return keepsMessages;
    }

    @Override
    public void onProgress(Progress now) {
      progress.add(now);
    }

    @Override
    public void onLog(String line) {
      log.add(line);
    }

    @Override
    public void onDone(TestResult result) {
      results.add(result);
    }
  }

  private static TestOptions options(String workload, double rate, boolean faults) {
    return TestOptions.builder(
            workload, List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2")))
        .topology(Topology.LINE)
        .ratePerSecond(rate)
        .timeLimit(Duration.ofSeconds(20))
        .concurrency(3)
        .latency(new Latency(Latency.Distribution.UNIFORM, 10))
        .faults(faults ? Map.of(FaultKind.PARTITION, Duration.ofSeconds(2)) : Map.of())
        .logSends(faults)
        .seed(42)
        .build();
  }

  private TestResult run(TestOptions options, Function<Message, @Nullable Body> answer) {
    VirtualScheduler scheduler = new VirtualScheduler();
    Cluster cluster =
        new Answering(
            options.nodes(),
            message -> {
              clients.add(message.src());
              return message.body().type().equals("init") ? INIT_OK : answer.apply(message);
            });
    new TestRun(options, scheduler, cluster, new Recorder()).start();
    scheduler.runUntil(TimeUnit.MINUTES.toNanos(5));
    assertThat(results).hasSize(1);
    return results.get(0);
  }

  private static @Nullable Body setNode(Message message) {
    return switch (message.body().type()) {
      case "topology" -> Body.of("topology_ok");
      case "broadcast" -> Body.of("broadcast_ok");
      default -> Body.of("read_ok", "messages", Json.array());
    };
  }

  private static List<Operation> ofType(TestResult result, Operation.Type type) {
    return result.history().stream().filter(op -> op.isClient() && op.type() == type).toList();
  }

  @Test
  void goodRunHasInvocationsAtTheRateAndTheirCompletions() {
    TestResult result = run(options("broadcast", 100, false), TestRunTest::setNode);
    assertThat(result.problems()).isEmpty();
    assertThat(result.isBroken()).isFalse();
    assertThat(ofType(result, Operation.Type.INVOKE)).hasSizeBetween(1800, 2200);
    assertThat(ofType(result, Operation.Type.OK))
        .hasSameSizeAs(ofType(result, Operation.Type.INVOKE));
    assertThat(result.history())
        .extracting(Operation::index)
        .isEqualTo(LongStream.range(0, result.history().size()).boxed().toList());
  }

  @Test
  void firstClientsInitialiseThenSetUpThenWork() {
    run(options("broadcast", 10, false), TestRunTest::setNode);
    assertThat(clients.subList(0, 6))
        .extracting(NodeId::name)
        .containsExactly("c0", "c1", "c2", "c3", "c4", "c5");
    assertThat(clients.subList(6, clients.size()).stream().map(NodeId::name).distinct())
        .containsExactlyInAnyOrder("c6", "c7", "c8");
  }

  @Test
  void eachProcessEndsWithAFinalReadAfterQuiet() {
    TestResult result = run(options("broadcast", 10, true), TestRunTest::setNode);
    List<Operation> last = result.history().stream().filter(Operation::isFinal).toList();
    assertThat(last).hasSize(6);
    assertThat(last.stream().map(Operation::process).distinct())
        .containsExactlyInAnyOrder(0L, 1L, 2L);
    int healed = result.history().indexOf(last.get(0)) - 1;
    assertThat(result.history().get(healed).value()).isEqualTo(Json.of("network-healed"));
    assertThat(last.get(0).timeNanos() - result.history().get(healed).timeNanos())
        .isEqualTo(QUIET_NANOS);
  }

  @Test
  void nemesisCutsAtOnceAndThenHealsByTurns() {
    TestResult result = run(options("broadcast", 10, true), TestRunTest::setNode);
    List<Operation> nemesis =
        result.history().stream().filter(op -> op.process() == Operation.NEMESIS).toList();
    assertThat(nemesis.get(0).timeNanos()).isZero();
    assertThat(nemesis).allMatch(op -> op.type() == Operation.Type.INFO);
    assertThat(nemesis.get(1).value())
        .isInstanceOfSatisfying(
            Json.Arr.class,
            value -> assertThat(value.items().get(0)).isEqualTo(Json.of("isolated")));
    assertThat(nemesis.subList(0, 4))
        .extracting(Operation::f)
        .containsExactly("start-partition", "start-partition", "stop-partition", "stop-partition");
    assertThat(nemesis.get(nemesis.size() - 1).f()).isEqualTo("stop-partition");
  }

  @Test
  void sameSeedGivesTheSameRun() {
    run(options("broadcast", 50, true), TestRunTest::setNode);
    TestResult first = results.remove(0);
    List<String> firstLog = List.copyOf(log);
    log.clear();
    assertThat(run(options("broadcast", 50, true), TestRunTest::setNode)).isEqualTo(first);
    assertThat(log).isNotEmpty().isEqualTo(firstLog);
  }

  @Test
  void rateZeroMeansNoOperations() {
    TestResult result = run(options("echo", 0, false), message -> null);
    assertThat(result.history()).isEmpty();
    assertThat(result.isBroken()).isFalse();
  }

  @Test
  void timedOutWriteIsInfoAndItsProcessIsReplaced() {
    TestResult result =
        run(
            options("broadcast", 1, false),
            message -> message.body().type().equals("broadcast") ? null : setNode(message));
    List<Operation> infos = ofType(result, Operation.Type.INFO);
    assertThat(infos).isNotEmpty();
    assertThat(infos).allMatch(op -> Json.of("net-timeout").equals(op.error()));
    Operation info = infos.get(0);
    List<Operation> after =
        result.history().subList((int) info.index() + 1, result.history().size());
    assertThat(after).noneMatch(op -> op.process() == info.process());
    assertThat(after).anyMatch(op -> op.process() == info.process() + 3);
    Operation begin =
        result.history().stream()
            .filter(
                op ->
                    op.process() == info.process()
                        && op.type() == Operation.Type.INVOKE
                        && op.value().equals(info.value()))
            .findFirst()
            .get();
    assertThat(info.timeNanos() - begin.timeNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void timedOutReadFailsAndSilenceAtTheEndIsReported() {
    TestResult result =
        run(
            options("broadcast", 1, false),
            message -> message.body().type().equals("read") ? null : setNode(message));
    assertThat(ofType(result, Operation.Type.FAIL))
        .isNotEmpty()
        .allMatch(op -> op.f().equals("read") && Json.of("net-timeout").equals(op.error()));
    assertThat(result.isBroken()).isFalse();
    assertThat(result.problems())
        .extracting(Problem::kind)
        .containsExactly(
            Problem.Kind.NO_FINAL_READ, Problem.Kind.NO_FINAL_READ, Problem.Kind.NO_FINAL_READ);
  }

  @Test
  void errorIsFailWhereItIsDefiniteElseInfo() {
    RpcError[] errors = {RpcError.ABORT, RpcError.CRASH};
    for (RpcError error : errors) {
      results.clear();
      TestResult result = run(options("echo", 1, false), message -> error.body("why"));
      Operation.Type type = error.definite() ? Operation.Type.FAIL : Operation.Type.INFO;
      assertThat(ofType(result, type))
          .isNotEmpty()
          .hasSameSizeAs(ofType(result, Operation.Type.INVOKE))
          .allMatch(
              op -> Json.array(Json.of(error.protocolName()), Json.of("why")).equals(op.error()));
    }
  }

  @Test
  void errorOfUnknownCodeIsIndefinite() {
    TestResult result =
        run(options("echo", 1, false), message -> Body.of("error", "code", Json.of(1000)));
    assertThat(ofType(result, Operation.Type.INFO))
        .isNotEmpty()
        .allMatch(op -> Json.array(Json.of("unknown"), Json.NULL).equals(op.error()));
  }

  @Test
  void brokenSchemaIsReportedAndTheRunGoesOn() {
    TestResult result =
        run(
            options("echo", 10, false),
            message ->
                Body.of("echo_ok", "echo", message.body().json("echo"), "extra", Json.of(1)));
    assertThat(result.isBroken()).isFalse();
    assertThat(result.problems()).hasSize(20);
    assertThat(result.problemCount())
        .isEqualTo(ofType(result, Operation.Type.INFO).size())
        .isGreaterThan(20);
    Problem problem = result.problems().get(0);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.MALFORMED_REPLY);
    assertThat(problem.details())
        .containsEntry("problem", Json.of("'extra' does not belong there"))
        .containsKeys("request", "reply", "expected");
  }

  @Test
  void missingInitOkEndsTheRun() {
    TestOptions options = options("echo", 10, false);
    VirtualScheduler scheduler = new VirtualScheduler();
    Cluster silent = new Answering(options.nodes(), message -> null);
    new TestRun(options, scheduler, silent, new Recorder()).start();
    scheduler.runUntil(TimeUnit.SECONDS.toNanos(10) - 1);
    assertThat(results).isEmpty();
    scheduler.runUntil(TimeUnit.SECONDS.toNanos(60));
    assertThat(results).hasSize(1);
    assertThat(results.get(0).isBroken()).isTrue();
    assertThat(results.get(0).problems().get(0).kind()).isEqualTo(Problem.Kind.NO_INIT_OK);
  }

  @Test
  void refusedSetupEndsTheRun() {
    TestResult result =
        run(options("broadcast", 10, false), message -> RpcError.NOT_SUPPORTED.body("no"));
    assertThat(result.isBroken()).isTrue();
    assertThat(result.problems().get(0).kind()).isEqualTo(Problem.Kind.NO_SETUP);
    assertThat(result.history()).isEmpty();
  }

  @Test
  void messagesAreJournaledInTheTimesOfTheHistory() {
    TestOptions options = options("echo", 1, false);
    VirtualScheduler scheduler = new VirtualScheduler();
    Answering nodes =
        new Answering(
            options.nodes(),
            message -> message.body().type().equals("init") ? INIT_OK : echo(message));
    Cluster slow =
        (network, problems) ->
            options
                .nodes()
                .forEach(
                    node ->
                        network.attach(
                            node,
                            (id, message) ->
                                scheduler.after(1_000_000, () -> nodes.answer(network, message))));
    new TestRun(options, scheduler, slow, new Recorder()).start();
    scheduler.runUntil(TimeUnit.MINUTES.toNanos(5));
    TestResult result = results.get(0);
    List<JournaledMessage> messages = result.journal().messages();
    assertThat(messages.get(0).sentNanos()).isEqualTo(-1_000_000);
    Operation first = result.history().get(0);
    assertThat(messages.get(0).type()).isEqualTo("init");
    assertThat(messages.stream().filter(message -> message.type().equals("echo")).findFirst().get())
        .extracting(JournaledMessage::sentNanos)
        .isEqualTo(first.timeNanos());
    assertThat(result.net().fields().get("journal"))
        .isEqualTo(
            Json.object("message-count", Json.of(messages.size()), "left-out-count", Json.of(0)));
  }

  @Test
  void messagesThatNobodyWantsAreOnlyCounted() {
    keepsMessages = false;
    TestResult result = run(options("echo", 10, false), message -> echo(message));
    assertThat(result.journal().messages()).isEmpty();
    assertThat(result.journal().leftOut()).isGreaterThan(300);
  }

  private static Body echo(Message message) {
    return Body.of("echo_ok", "echo", message.body().json("echo"));
  }

  @Test
  void progressIsToldOnceASecond() {
    run(options("broadcast", 10, false), TestRunTest::setNode);
    assertThat(progress).hasSizeBetween(29, 31);
    assertThat(progress.get(0).elapsedNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    assertThat(progress.get(0).line()).startsWith("  1.0 s").contains(" ok  0 fail  0 info");
  }
}
