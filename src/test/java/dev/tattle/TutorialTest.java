package dev.tattle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.FaultKind;
import dev.tattle.core.NodeFactory;
import dev.tattle.tutorial.BareEcho;
import dev.tattle.tutorial.CasCounter;
import dev.tattle.tutorial.CasLog;
import dev.tattle.tutorial.CountedIds;
import dev.tattle.tutorial.Echo;
import dev.tattle.tutorial.FloodBroadcast;
import dev.tattle.tutorial.FreshCounter;
import dev.tattle.tutorial.FreshIds;
import dev.tattle.tutorial.GossipBroadcast;
import dev.tattle.tutorial.GossipCounter;
import dev.tattle.tutorial.HastyCounter;
import dev.tattle.tutorial.LeaderLog;
import dev.tattle.tutorial.NamedIds;
import dev.tattle.tutorial.OnceLog;
import dev.tattle.tutorial.RetryBroadcast;
import dev.tattle.tutorial.SoloBroadcast;
import dev.tattle.tutorial.SoloLog;
import dev.tattle.tutorial.SoloRegisters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The programs of the tutorial, as a user of the library tests them. {@code WalksIT} follows the
 * pages to the letter.
 */
class TutorialTest {
  private static final Path PAGES = Path.of("src/docs/tutorial");
  private static final Path PROGRAMS = Path.of("src/test/java/dev/tattle/tutorial");
  private static final Path KEPT = Path.of("src/test/java/dev/tattle/library/OnceLogTest.java");
  private static final Pattern JAVA =
      Pattern.compile("^```java\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);

  private static final FaultKind[] NO_KILLS = {
    FaultKind.PARTITION, FaultKind.LOSS, FaultKind.DUPLICATE, FaultKind.SLOW, FaultKind.PAUSE
  };

  private static Simulator of(String workload, NodeFactory factory, int nodes) {
    return Simulator.of(workload, factory).nodes(nodes).time(Duration.ofSeconds(20));
  }

  static Stream<Arguments> mended() {
    return Stream.of(
        arguments("Echo", of("echo", Echo::new, 1).allFaults()),
        arguments("FreshIds", of("unique-ids", FreshIds::new, 3).allFaults()),
        arguments("RetryBroadcast", of("broadcast", RetryBroadcast::new, 5).faults(NO_KILLS)),
        arguments("GossipBroadcast", of("broadcast", GossipBroadcast::new, 5).allFaults()),
        arguments("FreshCounter", of("g-counter", FreshCounter::new, 3).allFaults()),
        arguments("GossipCounter", of("g-counter", GossipCounter::new, 3).allFaults()),
        arguments("CasLog", of("kafka", CasLog::new, 3).allFaults()),
        arguments("OnceLog", of("kafka", OnceLog::new, 3).allFaults()),
        arguments("SoloRegisters", of("txn-rw-register", SoloRegisters::new, 1).allFaults()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mended")
  void programsThatAreMendedHold(String name, Simulator simulator) {
    simulator.assertValid(20);
  }

  static Stream<Arguments> naive() {
    return Stream.of(
        arguments(of("echo", BareEcho::new, 1), 1, "there is no 'echo'"),
        arguments(of("unique-ids", CountedIds::new, 3), 1, "1 value was duplicated"),
        arguments(of("unique-ids", NamedIds::new, 3).allFaults(), 1, "\"n1-0\", which had been"),
        arguments(of("broadcast", SoloBroadcast::new, 5), 1, "44 values were lost"),
        arguments(
            of("broadcast", FloodBroadcast::new, 5).faults(FaultKind.PARTITION),
            3,
            "8 values were lost"),
        arguments(of("g-counter", HastyCounter::new, 3), 3, "not what was expected"),
        arguments(of("g-counter", CasCounter::new, 3), 3, "not what was expected"),
        arguments(of("kafka", SoloLog::new, 2), 1, "inconsistent-offsets (1)"),
        arguments(of("kafka", LeaderLog::new, 3).allFaults(), 2, "duplicate (2)"),
        arguments(of("txn-rw-register", SoloRegisters::new, 3), 1, "showed nothing"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("naive")
  void programsThatAreToFailDo(Simulator simulator, long seed, String why) {
    SimulationResult result = simulator.run(seed);
    assertThat(result.verdict()).isEqualTo(Verdict.INVALID);
    assertThat(result.why()).contains(why);
  }

  @Test
  void codeOfThePagesIsInThePrograms() throws IOException {
    String sources = all(PROGRAMS) + Files.readString(KEPT);
    List<String> shown = JAVA.matcher(all(PAGES)).results().map(block -> block.group(1)).toList();
    assertThat(shown).hasSizeGreaterThan(20).allSatisfy(code -> assertThat(sources).contains(code));
  }

  @Test
  void theDependencyThatAPageShowsIsThatOfTheExampleProject() throws IOException {
    Pattern xml = Pattern.compile("^```xml\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
    List<String> shown = xml.matcher(all(PAGES)).results().map(block -> block.group(1)).toList();
    String project = Files.readString(Path.of("src/test/resources/example-project/pom.xml"));
    assertThat(shown).hasSize(1).allMatch(block -> project.contains(block.indent(4)));
  }

  @Test
  void everyProgramIsOnAPage() throws IOException {
    String pages = all(PAGES);
    try (Stream<Path> programs = Files.list(PROGRAMS)) {
      assertThat(programs.map(program -> program.getFileName().toString()))
          .allSatisfy(program -> assertThat(pages).contains("/" + program + ")"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Ecko"})
  void theNodesScriptNamesTheProgramsIfItGetsNone(String name) throws Exception {
    Path script = Path.of("src/test/resources/nodes/tutorial-node");
    List<String> command = new ArrayList<>(List.of("/bin/sh", script.toString()));
    command.addAll(name.isEmpty() ? List.of() : List.of(name));
    Process process = new ProcessBuilder(command).start();
    String error = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(error)
        .startsWith("usage: tutorial-node NAME, where NAME is one of: BareEcho CasCounter ")
        .endsWith(" WholeRegisters\n");
    assertThat(process.getInputStream().readAllBytes()).isEmpty();
  }

  private static String all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().map(TutorialTest::text).collect(Collectors.joining("\n"));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
