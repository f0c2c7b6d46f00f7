package dev.tattle.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.nemesis.PlannedFault;
import dev.tattle.bench.plan.Plan;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.store.RunFolder;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Runs of real processes that are written in another language than the bench. */
@Execution(ExecutionMode.CONCURRENT)
class ProcessRunIT {
  private static final Path NODES = Path.of("src/test/resources/nodes");

  @TempDir Path root;

  private TestResult run(double rate, String program, String... args) throws Exception {
    return run(options(rate, Duration.ofSeconds(1)), program, args);
  }

  private static TestOptions options(double rate, Duration timeLimit) {
    return TestOptions.builder("echo", List.of(new NodeId("n0"), new NodeId("n1")))
        .ratePerSecond(rate)
        .timeLimit(timeLimit)
        .concurrency(2)
        .latency(new Latency(Latency.Distribution.CONSTANT, 0))
        .seed(1)
        .build();
  }

  private TestResult run(TestOptions options, String program, String... args) throws Exception {
    NodeProgram command = new NodeProgram(NODES.resolve(program), List.of(args), line -> {});
    RunFolder store = RunFolder.create(root, "echo", Instant.EPOCH);
    return new ProcessRun(options, command, store)
        .run(new LoopRun.Listeners(progress -> {}, line -> {}));
  }

  private Problem onlyProblem(TestResult result) {
    assertThat(result.problemCount()).isEqualTo(1);
    return result.problems().get(0);
  }

  @Test
  void goodNodeHasNoProblems() throws Exception {
    TestResult result = run(100, "echo.py");
    assertThat(result.problems()).isEmpty();
    assertThat(result.isBroken()).isFalse();
    long oks = result.history().stream().filter(op -> op.type() == Operation.Type.OK).count();
    assertThat(oks).isGreaterThan(10).isEqualTo(result.history().size() / 2);
    Path directory = root.resolve("latest");
    assertThat(Files.readAllLines(directory.resolve("history.jsonl")))
        .hasSameSizeAs(result.history());
    assertThat(directory.resolve("node-logs/n1.log")).hasContent("initialised n1");
  }

  @Test
  void nodeThatDiesIsReportedWithItsLastWords() throws Exception {
    TestResult result = run(100, "broken.py", "dies");
    assertThat(result.isBroken()).isTrue();
    Problem problem = onlyProblem(result);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.DIED);
    assertThat(problem.details())
        .containsEntry("exit-status", Json.of(3))
        .containsEntry("stderr", Json.array(Json.of("something terrible")))
        .containsKeys("stdout", "log");
  }

  @Test
  void nodeThatDoesNotSurviveItsSecondStartIsReported() throws Exception {
    TestOptions options = options(0, Duration.ofMinutes(1)); // It ends when a node dies.
    PlannedFault kill = new PlannedFault(FaultKind.KILL, 0, Duration.ofMillis(50).toNanos(), 1);
    Plan plan = new Plan(options.nodes(), List.of(), List.of(kill));
    TestResult result = run(options.toBuilder().plan(plan).build(), "broken.py", "dies-later");
    assertThat(result.isBroken()).isTrue();
    Problem problem = onlyProblem(result);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.DIED);
    assertThat(problem.details())
        .containsEntry("exit-status", Json.of(4))
        .containsEntry("stderr", Json.array(Json.of("not again")));
  }

  /** The first problem. After it the node is ignored, and the run goes on. */
  private Problem firstOfEach(TestResult result) {
    assertThat(result.isBroken()).isFalse();
    assertThat(result.problems()).hasSize(2).extracting(Problem::node).doesNotHaveDuplicates();
    assertThat(result.history())
        .extracting(Operation::type)
        .contains(Operation.Type.INFO)
        .doesNotContain(Operation.Type.OK);
    return result.problems().get(0);
  }

  @Test
  void garbageIsReportedWithTheLine() throws Exception {
    Problem problem = firstOfEach(run(100, "broken.py", "garbage"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.GARBAGE);
    assertThat(problem.details())
        .containsEntry("wrote", Json.of("hello world"))
        .containsKeys("problem", "see");
  }

  @Test
  void messageToNobodyIsGarbage() throws Exception {
    Problem problem = firstOfEach(run(100, "broken.py", "unknown-dest"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.GARBAGE);
    assertThat(problem.details().get("problem")).asString().contains("nobody");
  }

  @Test
  void messageInAnothersNameIsGarbage() throws Exception {
    Problem problem = firstOfEach(run(100, "broken.py", "false-src"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.GARBAGE);
    assertThat(problem.details().get("wrote")).asString().contains("n7");
  }

  @Test
  void extraKeyIsReportedAndTheRunGoesOn() throws Exception {
    TestResult result = run(10, "broken.py", "extra-key");
    assertThat(result.isBroken()).isFalse();
    assertThat(result.problems())
        .isNotEmpty()
        .allMatch(problem -> problem.kind() == Problem.Kind.MALFORMED_REPLY);
    assertThat(result.problems().get(0).details())
        .containsEntry("problem", Json.of("'node' does not belong there"));
  }

  /** Lasts the ten seconds that a node has for its init_ok. */
  @Test
  void nodeThatNeverAnswersInitIsReported() throws Exception {
    TestResult result = run(10, "broken.py", "silent");
    assertThat(result.isBroken()).isTrue();
    assertThat(result.problems().get(0).kind()).isEqualTo(Problem.Kind.NO_INIT_OK);
    assertThat(result.history()).isEmpty();
  }

  @Test
  void programThatIsNotThereIsReported() throws Exception {
    TestResult result = run(10, "no-such-program");
    assertThat(result.isBroken()).isTrue();
    assertThat(onlyProblem(result).kind()).isEqualTo(Problem.Kind.NOT_STARTED);
  }

  @Test
  void childrenOfNodesDoNotOutliveTheRun() throws Exception {
    TestResult result = run(10, "broken.py", "child");
    List<Long> children =
        result.history().stream()
            .filter(op -> op.type() == Operation.Type.OK)
            .map(op -> ((Json.Obj) op.value()).fields().get("echo"))
            .map(pid -> ((Json.Int) pid).value())
            .toList();
    assertThat(children).isNotEmpty();
    for (long child : children) {
      Optional<ProcessHandle> left = ProcessHandle.of(child);
      if (left.isPresent()) {
        left.get().onExit().get(5, TimeUnit.SECONDS);
      }
    }
  }
}
