package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The archive of loaded classes: who makes it, who uses it, and when it is made again. */
@Execution(ExecutionMode.CONCURRENT)
class ArchiveIT {
  private static final String NO_ARCHIVE = "not an archive";
  private static final String LOG_CLASSES = "TATTLE_JAVA_OPTS=-Xlog:class+load:file=classes.txt";

  @TempDir Path directory;
  private Path root;
  private Path target;

  /** Launchers and a jar in a folder of their own, so that nobody else makes archives there. */
  @BeforeEach
  void copyLaunchers() throws IOException {
    root = directory.resolve("tattle");
    target = Files.createDirectories(root.resolve("target"));
    Launchers.copyInto(root);
    Files.copy(Launchers.JAR, target.resolve("tattle.jar"));
  }

  @Test
  void theBenchMakesItBeforeNodesStartWhateverOptionsItIsGiven() throws Exception {
    BenchRun run = bench("JAVA_TOOL_OPTIONS=-XX:-UseCompressedOops");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(archives()).hasSize(1);
    assertEngineComesFromArchive();
  }

  @Test
  void aNodeMakesItForTheNextOnes() throws Exception {
    runNode();
    assertThat(isMade(Instant.EPOCH)).as("until it is made, somebody held stdout open").isFalse();
    awaitArchive(Instant.EPOCH);
    assertEngineComesFromArchive();
  }

  @Test
  void theCounterServiceMakesItsOwnAndDoesNotWaitForIt() throws Exception {
    Path counter = root.resolve("maelstrom/counter");
    BenchRun run = BenchRun.of(directory, counter, "", "--version");
    assertThat(run.status()).as(run.toString()).isZero();
    assertThat(run.err()).isEmpty();
    awaitArchive(Instant.EPOCH);
    assertThat(archives()).singleElement().asString().endsWith("-counter.jsa");
    String log = LOG_CLASSES.replaceFirst("^TATTLE_JAVA_OPTS=", "");
    String[] client = {"client", "--addr", "localhost:1", "--action", "increment", "--timeout=1ms"};
    BenchRun.of(directory, counter, log, client);
    assertThat(Files.readAllLines(directory.resolve("classes.txt")))
        .filteredOn(line -> line.contains(" dev.tattle.runtime.cluster.client."))
        .isNotEmpty()
        .allMatch(line -> line.contains("shared objects file"));
  }

  @Test
  void ofManyNodesAtOnceAllStartAndOneMakesIt() throws Exception {
    List<RunningNode> nodes = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Path home = Files.createDirectories(directory.resolve("n" + i));
        nodes.add(RunningNode.start(home, List.of(node())));
      }
      for (RunningNode node : nodes) {
        node.init();
        assertThat(files(".list").size()).as("who records classes").isLessThanOrEqualTo(1);
      }
    } finally {
      // At once, as benches do. A process that makes an archive must not be killed with the nodes.
      nodes.forEach(RunningNode::close);
    }
    awaitArchive(Instant.EPOCH);
    assertEngineComesFromArchive();
  }

  @Test
  void itIsMadeAgainForAnotherJar() throws Exception {
    String quick = quickJdk();
    runBench(quick);
    Path jar = target.resolve("tattle.jar");
    FileTime before = Files.getLastModifiedTime(jar);
    FileTime built = FileTime.from(Instant.now());
    assertThat(built).isGreaterThan(before);
    Files.setLastModifiedTime(jar, built);
    runNode(quick);
    awaitArchive(built.toInstant());
  }

  @Test
  void itIsMadeAgainWhereTheFolderMoved() throws Exception {
    runBench(quickJdk());
    root = Files.move(root, directory.resolve("moved"));
    target = root.resolve("target");
    Instant moved = Instant.now();
    runNode();
    awaitArchive(moved);
    assertEngineComesFromArchive();
  }

  @Test
  void ifItCannotBeMadeTheBenchSaysSoOnceAnHour() throws Exception {
    String broken = jdk("echo no room for it >&2; exit 1");
    BenchRun run = bench(broken);
    assertThat(run.status()).isZero();
    assertThat(run.err())
        .hasLineCount(1)
        .contains("without an archive of classes; ", ".for says why");
    Path reason = files(".jsa.for").get(0);
    assertThat(reason).content().contains("no room for it");
    assertThat(bench(broken).err()).isEmpty();

    Files.setLastModifiedTime(reason, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    runBench(quickJdk());
    assertThat(archives()).hasSize(1);
  }

  @Test
  void oneThatTheJvmCannotReadIsIgnored() throws Exception {
    String quick = quickJdk();
    runBench(quick);
    assertThat(archives().get(0)).content().isEqualTo(NO_ARCHIVE);
    runNode(quick);
  }

  @Test
  void oneWhoWasKilledWhileMakingItIsInNobodysWay() throws Exception {
    String quick = quickJdk();
    runBench(quick);
    Path archive = archives().get(0);
    Files.delete(archive);
    Files.delete(Path.of(archive + ".for"));
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.writeString(Path.of(archive + ".lock"), dead.pid() + "\n");
    runBench(quick);
    assertThat(archives()).hasSize(1);
    assertThat(files(".lock")).isEmpty();
  }

  /** A JDK that needs no time to make an archive, which no JVM can read. */
  private String quickJdk() throws IOException {
    return jdk(
        "for option; do case $option in -XX:SharedArchiveFile=*) printf '%s' '"
            + NO_ARCHIVE
            + "' >\"${option#*=}\" ;; esac; done; exit 0");
  }

  /**
   * A JDK that records no classes.
   *
   * @param dump what it runs instead of making an archive
   * @return the variable that makes launchers take it
   */
  private String jdk(String dump) throws IOException {
    Path real = Path.of(System.getProperty("java.home"));
    Path jdk = directory.resolve("jdk");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    String script =
        """
        #!/bin/sh
        case "$*" in
          *-XX:DumpLoadedClassList=*) exit 0 ;;
          *-Xshare:dump*) %s ;;
        esac
        exec '%s/bin/java' "$@"
        """;
    Files.writeString(java, script.formatted(dump, real));
    assertThat(java.toFile().setExecutable(true)).isTrue();
    if (Files.notExists(jdk.resolve("release"))) {
      Files.copy(real.resolve("release"), jdk.resolve("release"));
    }
    // The jar is older than what is written beside it.
    Files.setLastModifiedTime(target.resolve("tattle.jar"), FileTime.from(Instant.EPOCH));
    return "JAVA_HOME=" + jdk;
  }

  @Test
  void aFolderThatCannotBeWrittenDoesWithout() throws Exception {
    assertThat(target.toFile().setWritable(false)).isTrue();
    try {
      assumeFalse(Files.isWritable(target), "this user may write anywhere");
      runNode();
      runBench();
      assertThat(archives()).isEmpty();
    } finally {
      assertThat(target.toFile().setWritable(true)).isTrue();
    }
  }

  private String node() {
    return root.resolve("maelstrom/node").toString();
  }

  private List<Path> archives() throws IOException {
    return files(".jsa");
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> all = Files.list(target)) {
      return all.filter(file -> file.toString().endsWith(ending)).toList();
    }
  }

  private void runBench(String... environment) throws Exception {
    BenchRun run = bench(environment);
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("tattle ").hasLineCount(2);
    assertThat(run.err()).isEmpty();
  }

  /** The bench with its least work. */
  private BenchRun bench(String... environment) throws Exception {
    Map<String, String> added = new HashMap<>();
    for (String variable : environment) {
      String[] parts = variable.split("=", 2);
      added.put(parts[0], parts[1]);
    }
    return BenchRun.of(directory, root.resolve("maelstrom/bench"), added, "--version");
  }

  /** Runs a node, which writes only its replies. */
  private void runNode(String... environment) throws Exception {
    List<String> command = new ArrayList<>(List.of("env"));
    command.addAll(List.of(environment));
    command.add(node());
    try (RunningNode node = RunningNode.start(directory, command)) {
      node.init();
      Body add = Body.of("broadcast", "message", Json.of(1)).withMsgId(1);
      assertThat(node.call(add).type()).isEqualTo("broadcast_ok");
      node.endInput();
      assertThat(node.await()).isZero();
      assertThat(node.written().lines()).allMatch(line -> line.startsWith("{"));
      assertThat(node.errors()).isEmpty();
    }
  }

  private void assertEngineComesFromArchive() throws Exception {
    runNode(LOG_CLASSES);
    List<String> loaded = Files.readAllLines(directory.resolve("classes.txt"));
    assertThat(loaded)
        .as("the first lambda costs a node 15 % of its start")
        .noneMatch(line -> line.contains("LambdaMetafactory"));
    List<String> ours =
        loaded.stream()
            .filter(line -> line.contains(" dev.tattle.") || line.contains(" com.fasterxml."))
            .toList();
    assertThat(ours).anyMatch(line -> line.contains("dev.tattle.gossip.Gossip "));
    assertThat(ours).allMatch(line -> line.contains("shared objects file"));
    assertThat(files(".lock")).isEmpty();
  }

  /** Waits for an archive whose making began later than that. */
  private void awaitArchive(Instant after) throws Exception {
    // If a node makes it, that process has a low priority, and waits on a busy machine.
    Instant deadline = Instant.now().plus(Launchers.PATIENCE);
    while (!isMade(after)) {
      assertThat(Instant.now()).as("an archive in time").isBefore(deadline);
      Thread.sleep(20);
    }
  }

  private boolean isMade(Instant after) throws IOException {
    // The file that says what it was made for is written last; then the lock is removed.
    for (Path made : files(".jsa.for")) {
      if (Files.getLastModifiedTime(made).toInstant().isAfter(after) && files(".lock").isEmpty()) {
        assertThat(archives()).as(Files.readString(made)).isNotEmpty();
        return true;
      }
    }
    return false;
  }
}
