package dev.tattle.bench.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.process.LoopRun;
import dev.tattle.bench.store.RunFolder;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.nodes.StrongMachine;
import dev.tattle.raft.Machine;
import dev.tattle.sim.Latency;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Services under test over HTTP: right ones, wrong ones, and commands that inject faults. */
@Execution(ExecutionMode.CONCURRENT)
class ServiceRunIT {
  private static final FaultCommands NONE = new FaultCommands(null, null, null, null, null, null);

  @TempDir private Path directory;

  private Verdict verdict(String workload, List<Machine> machines, FaultCommands commands)
      throws Exception {
    List<StrongServer> servers = new ArrayList<>();
    try {
      for (Machine machine : machines) {
        servers.add(new StrongServer(machine));
      }
      TestResult result = run(workload, servers.stream().map(StrongServer::url).toList(), commands);
      return Workloads.of(workload)
          .judgement(Demands.NONE)
          .judge(result.history(), result.net())
          .verdict();
    } finally {
      servers.forEach(StrongServer::close);
    }
  }

  private TestResult run(String workload, List<URI> urls, FaultCommands commands) throws Exception {
    Map<FaultKind, Duration> faults = new java.util.EnumMap<>(FaultKind.class);
    commands.kinds().forEach(kind -> faults.put(kind, Duration.ofMillis(300)));
    TestOptions options =
        TestOptions.builder(workload, List.of(new NodeId("n1"), new NodeId("n2")))
            .ratePerSecond(100)
            .timeLimit(Duration.ofSeconds(5))
            .concurrency(4)
            .latency(new Latency(Latency.Distribution.CONSTANT, 0))
            .faults(faults)
            .seed(1)
            .build();
    RunFolder store = RunFolder.create(directory, workload, Instant.now());
    return new ServiceRun(options, urls, commands, store)
        .run(new LoopRun.Listeners(progress -> {}, line -> {}));
  }

  @Test
  void oneMachineBehindAllNodesIsRightAndCommandsAreUndone() throws Exception {
    Path log = directory.resolve("commands");
    String note = " $NODE $FROM >> '" + log + "'";
    FaultCommands commands =
        new FaultCommands(
            "echo kill" + note,
            "echo restart" + note,
            "echo pause" + note,
            "echo resume" + note,
            "echo cut" + note,
            "echo heal" + note);
    Machine machine = StrongMachine.create();
    assertThat(verdict("counter-strong", List.of(machine, machine), commands))
        .isEqualTo(Verdict.VALID);
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).contains("cut n1 n2").anyMatch(line -> line.startsWith("kill"));
    for (String node : List.of("n1", "n2")) {
      assertThat(last(lines, node, "kill", "restart")).isIn("", "restart");
      assertThat(last(lines, node, "pause", "resume")).isIn("", "resume");
      assertThat(last(lines, node, "cut", "heal")).isIn("", "heal");
    }
  }

  private static String last(List<String> lines, String node, String begin, String end) {
    return lines.stream()
        .map(line -> line.split(" ", -1))
        .filter(words -> words[1].equals(node) && List.of(begin, end).contains(words[0]))
        .map(words -> words[0])
        .reduce("", (first, second) -> second);
  }

  @Test
  void nodesThatCountForThemselvesAreFound() throws Exception {
    List<Machine> machines = List.of(StrongMachine.create(), StrongMachine.create());
    assertThat(verdict("counter-strong", machines, NONE)).isEqualTo(Verdict.INVALID);
  }

  @Test
  void aServiceThatOnlyHandsOutNumbersIsJudgedFromTheNumberWhereItIs() throws Exception {
    Machine machine = StrongMachine.create();
    for (int taken = 0; taken < 3; taken++) {
      machine.apply(StrongMachine.command(Body.of("next", "strong", Json.of("numbers"))));
    }
    assertThat(verdict("counter-next", List.of(machine, machine), NONE)).isEqualTo(Verdict.VALID);
    List<Machine> machines = List.of(machine, StrongMachine.create());
    assertThat(verdict("counter-next", machines, NONE)).isEqualTo(Verdict.INVALID);
  }

  @Test
  void aServiceWithoutNumbersIsNotJudged() {
    assertThatThrownBy(
            () ->
                run(
                    "counter-next",
                    List.of(URI.create("http://localhost:1"), URI.create("http://localhost:1")),
                    NONE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no node answers POST /next with a number; http://localhost:1");
  }

  @Test
  void aCommandThatFailsEndsTheRun() {
    FaultCommands commands = new FaultCommands(null, null, "exit 3", "true", null, null);
    assertThatThrownBy(
            () ->
                run(
                    "counter-strong",
                    List.of(URI.create("http://localhost:1"), URI.create("http://localhost:1")),
                    commands))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("'exit 3' has failed with exit status 3");
  }

  @Test
  void aFaultNeedsTheCommandThatEndsIt() {
    assertThatThrownBy(() -> new FaultCommands("x", null, null, null, null, null))
        .hasMessageContaining("--kill and --restart: expected both");
  }
}
