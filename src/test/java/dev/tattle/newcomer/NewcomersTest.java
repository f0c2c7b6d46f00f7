package dev.tattle.newcomer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.AvailabilityChecker;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.plan.Swarm;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.shrink.Case;
import dev.tattle.bench.shrink.CaseCodec;
import dev.tattle.bench.shrink.CaseException;
import dev.tattle.bench.shrink.Failure;
import dev.tattle.bench.shrink.Shrinker;
import dev.tattle.bench.shrink.Simulation;
import dev.tattle.bench.shrink.Simulation.Trial;
import dev.tattle.bench.verdict.Offenders;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.sim.Latency;
import dev.tattle.wire.JsonCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Workloads that the jar does not have: the bench takes them as its own. */
class NewcomersTest {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n2"));

  private static TestOptions options(String workload, long seed) {
    TestOptions plain =
        TestOptions.builder(workload, NODES)
            .ratePerSecond(20)
            .timeLimit(Duration.ofSeconds(10))
            .latency(new Latency(Latency.Distribution.EXPONENTIAL, 20))
            .seed(seed)
            .build();
    return Swarm.choose(plain, Workloads.of(workload).survives(false), Duration.ofSeconds(10));
  }

  private static Trial run(NodeFactory factory, TestOptions options) {
    return new Simulation(factory, AvailabilityChecker.NONE).run(options, line -> {});
  }

  private static void assertRight(NodeFactory factory, String workload) {
    for (int seed = 0; seed < 40; seed++) {
      Trial trial = run(factory, options(workload, seed));
      assertThat(trial.result().problems()).as("seed %d", seed).isEmpty();
      assertThat(trial.results().parts().values())
          .as("seed %d", seed)
          .allMatch(part -> part.verdict() == Verdict.VALID);
    }
  }

  private static Case shrunk(NodeFactory factory, Trial found) {
    Failure failure = Failure.of(found);
    return Shrinker.shrink(
            found.options(),
            found.result().history(),
            options -> failure.equals(Failure.of(run(factory, options))),
            (smallest, runs) -> true)
        .orElseThrow()
        .smallest();
  }

  @Test
  void registerThatKeepsTheGreatestPasses() {
    assertRight(MaxRegisterNode::new, "max-register");
  }

  @Test
  void registerThatKeepsTheLatestIsFoundAndShrunk() {
    Trial found = run(LastWinsRegister::new, options("max-register", 0));
    assertThat(found.results().verdict()).isEqualTo(Verdict.INVALID);
    assertThat(Summary.verdict(found.results())).contains("too low");
    Trial smallest = run(LastWinsRegister::new, shrunk(LastWinsRegister::new, found).options());
    assertThat(Offenders.lines(smallest.results(), smallest.result().history(), NODES))
        .anySatisfy(line -> assertThat(line).contains("<- at least"));
  }

  @Test
  void logPasses() {
    assertRight(LogNode::new, "log");
  }

  @Test
  void logThatOverwritesIsFoundAndShrunkAndItsCaseReplays() throws CaseException {
    Trial found = run(LogNode.Overwriting::new, options("log", 0));
    assertThat(Failure.of(found).symptoms()).containsExactly("workload lost-count");
    Case smallest = shrunk(LogNode.Overwriting::new, found);
    assertThat(smallest.plan().operations()).hasSize(3);
    byte[] stored =
        JsonCodec.format(CaseCodec.toJson(smallest)).getBytes(StandardCharsets.US_ASCII);
    Trial replayed = run(LogNode.Overwriting::new, CaseCodec.parse(stored).options());
    assertThat(Failure.of(replayed)).isEqualTo(Failure.of(found));
    assertThat(Offenders.lines(replayed.results(), replayed.result().history(), NODES))
        .anySatisfy(line -> assertThat(line).contains("send", "is lost"));
  }

  @Test
  void processThatCrashesIsReplacedAndItsClientForgetsItsPosition() {
    List<Attempt> attempts = Attempt.all(run(LogNode::new, options("log", 0)).result().history());
    List<Attempt> crashes = attempts.stream().filter(a -> a.f().equals("crash")).toList();
    assertThat(crashes)
        .isNotEmpty()
        .allMatch(crash -> crash.outcome() == Operation.Type.INFO)
        .allSatisfy(
            crash ->
                assertThat(attempts)
                    .filteredOn(a -> process(a) == process(crash))
                    .last()
                    .isEqualTo(crash));
  }

  @Test
  void newProcessHasANewClientWithoutAPosition() {
    int checked = 0;
    for (int seed = 0; seed < 10; seed++) {
      List<Attempt> attempts =
          Attempt.all(run(LogNode::new, options("log", seed)).result().history());
      for (Attempt crash : attempts.stream().filter(a -> a.f().equals("crash")).toList()) {
        long successor = process(crash) + NODES.size();
        if (hasPolled(attempts, process(crash)) && !isAssignedFirst(attempts, successor)) {
          assertThat(firstPoll(attempts, successor)).as("seed %d: %s", seed, crash).isZero();
          checked++;
        }
      }
    }
    assertThat(checked).isPositive();
  }

  private static boolean hasPolled(List<Attempt> attempts, long process) {
    return firstPoll(attempts, process) >= 0;
  }

  /** True also where it never polls. */
  private static boolean isAssignedFirst(List<Attempt> attempts, long process) {
    return attempts.stream()
        .filter(a -> process(a) == process && !a.f().equals("send"))
        .findFirst()
        .map(a -> !a.f().equals("poll") || !hasPolled(attempts, process))
        .orElse(true);
  }

  private static long process(Attempt attempt) {
    return attempt.invocation().process();
  }

  private static long firstPoll(List<Attempt> attempts, long process) {
    return attempts.stream()
        .filter(a -> process(a) == process && a.isOk() && a.f().equals("poll"))
        .map(a -> ((Json.Arr) a.completion().value()).items())
        .filter(items -> !items.isEmpty())
        .mapToLong(items -> LogWorkload.offset(items.get(0)))
        .findFirst()
        .orElse(-1);
  }

  @Test
  void laterPhaseWaitsForTheOneBefore() {
    List<Operation> history = run(LogNode::new, options("log", 0)).result().history();
    Operation other =
        history.stream()
            .filter(op -> op.isClient() && !op.f().equals("send"))
            .findFirst()
            .orElseThrow();
    assertThat(history.subList(0, (int) other.index()))
        .filteredOn(op -> op.isClient() && op.type() != Operation.Type.INVOKE)
        .hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void clientsPollAtTheEndUntilTheyHaveAll() {
    List<Attempt> last =
        Attempt.all(run(LogNode::new, options("log", 0)).result().history()).stream()
            .filter(attempt -> attempt.invocation().isFinal())
            .toList();
    for (int client = 0; client < NODES.size(); client++) {
      int place = client;
      List<Attempt> own = last.stream().filter(a -> process(a) % NODES.size() == place).toList();
      assertThat(own.get(0).f()).isEqualTo("assign");
      assertThat(own.subList(1, own.size())).hasSizeGreaterThan(3).allMatch(Attempt::isOk);
    }
  }

  @Test
  void whoPollsAlsoCommits() {
    Trial trial = new Simulation(LogNode::new, AvailabilityChecker.NONE).replay(options("log", 0));
    List<String> types =
        trial.result().journal().messages().stream()
            .filter(message -> message.src().name().startsWith("c"))
            .map(message -> Objects.requireNonNull(message).type())
            .toList();
    assertThat(types.stream().filter("commit"::equals).count())
        .isPositive()
        .isLessThanOrEqualTo(types.stream().filter("poll"::equals).count());
  }
}
