package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What documentation, help and results tell people to run, run as it stands there. */
@Execution(ExecutionMode.CONCURRENT)
class PrintedCommandsIT {
  private static final Path SHELL = Path.of("/bin/sh");

  /** Placeholders, and commands that are only mentioned. */
  private static final Pattern PLACEHOLDER =
      Pattern.compile(
          " \\[|…| (NAME|W|HISTORY|COMMAND)\\b|^maelstrom/bench (test|sim|check|perf|cluster)$");

  /** Other commands on pages, and why they are not run here. */
  private static final Map<String, String> OTHERS =
      Map.ofEntries(
          Map.entry("maelstrom/counter", "PrintedCountersIT"),
          Map.entry("curl", "PrintedCountersIT"),
          Map.entry("openssl", "PrintedCountersIT"),
          Map.entry("umask", "PrintedCountersIT"),
          Map.entry("cat", "ReadmePathsIT"),
          Map.entry("chmod", "ReadmePathsIT"),
          Map.entry("go", "OtherLanguagesIT"),
          Map.entry("mvn", "it builds what is under test"),
          Map.entry("./run-tests.sh", "it runs these tests"),
          Map.entry("kill", "it needs a process; CounterServiceIT ends one so"),
          Map.entry("src/test/scripts/measure.py", "PerfIT"),
          Map.entry("while", "it waits for the end of that process"),
          Map.entry("cp", "it copies the folder of that process"),
          Map.entry("mkdir", "WalksIT"),
          Map.entry("javac", "WalksIT"),
          Map.entry("java", "WalksIT"),
          Map.entry("echo", "WalksIT, PrintedCountersIT"),
          Map.entry("export", "WalksIT"),
          Map.entry("grep", "it reads what a run has left"));

  private static final String FAILING =
      "sim -w echo --node-count 2 --faults crash --time-limit 20 --runs 20 --seed 1"
          + " --availability total";

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  private static Set<String> documented() throws IOException {
    Set<String> commands = new LinkedHashSet<>();
    for (Path page : Pages.all()) {
      // WalksIT follows the tutorial to the letter.
      if (!page.startsWith(Pages.DOCS.resolve("tutorial"))) {
        commands.addAll(Pages.commands(page));
      }
    }
    return commands;
  }

  private Set<String> helped() throws Exception {
    Set<String> commands = new LinkedHashSet<>();
    for (String command :
        List.of(
            "bench",
            "bench test",
            "bench sim",
            "bench check",
            "bench serve",
            "bench workloads",
            "bench completion",
            "node")) {
      BenchRun help = sh(directory, "maelstrom/" + command + " --help");
      help.out().replace("\\\n", " ").lines().map(String::strip).forEach(commands::add);
    }
    return commands;
  }

  private static boolean isRun(String command) {
    return (command.matches("([A-Z_]+=\\S+ )?maelstrom/(bench|node) .*")
            || command.contains("| maelstrom/node"))
        && !PLACEHOLDER.matcher(command).find()
        // WalksIT runs the pages' own nodes; perf takes minutes, see PerfIT; PrintedCountersIT has
        // the service that cluster asks.
        && !isWalked(command)
        && !command.matches(".*/bench (perf|cluster)( .*|$)");
  }

  private static boolean isWalked(String command) {
    return command.matches(
        ".*( --node (RetryNode|LastWinsRegister|dev.tattle.tutorial.\\w+)"
            + "|/tutorial-node|/max-register-node)( .*|$)");
  }

  /** The same command with a shorter run. */
  private static String shortened(String command) {
    boolean lastsAMinute = command.contains(" test ") && !command.contains("--time-limit");
    boolean isDrawn = command.contains(" test ") && !command.contains("--seed");
    return (lastsAMinute ? command.replaceFirst(" --bin", " --time-limit 1 --bin") : command)
        // With other seeds all clients may read, and the node never learns the kind of data.
        .replaceFirst(isDrawn ? " --bin" : "$", isDrawn ? " --seed 1 --bin" : "")
        .replaceAll("--time-limit \\d+", "--time-limit 1")
        .replaceAll("--runs \\d+", "--runs 2")
        .replaceAll("--for 60s", "--for 1s")
        .replace("${{ matrix.shard }}", "1")
        .replace("/campaign/", "campaign/")
        .replaceAll("--node-count \\d{2,}", "--node-count 7")
        .replaceAll("--test-count \\d+", "--test-count 1")
        .replaceAll("--rate \\d{5,}", "--rate 1000")
        .replaceAll("serve( --port \\d+)?$", "serve --port 0");
  }

  @Test
  void commandsOfDocumentationAndHelpDoWhatTheySay() throws Exception {
    Launchers.linkInto(directory);
    Set<String> commands = documented();
    commands.addAll(helped());
    List<String> run =
        commands.stream()
            .filter(PrintedCommandsIT::isRun)
            .map(c -> shortened(c))
            .distinct()
            .toList();
    assertThat(run).hasSizeGreaterThan(25).anyMatch(c -> c.contains("serve"));
    Path fixture = fixture();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<BenchRun>> runs =
          run.stream().map(command -> threads.submit(() -> runAlone(command, fixture))).toList();
      for (int i = 0; i < run.size(); i++) {
        BenchRun result = runs.get(i).get();
        // Some commands show a broken node or promise. In one second all nodes may be dead, paused
        // or without a majority.
        boolean mayBeInvalid =
            run.get(i).matches(".*(check|--case|kill|pause|-w lin-kv|-w txn-).*");
        List<Integer> expected = mayBeInvalid ? List.of(0, 1, 2) : List.of(0, 2);
        assertThat(result.status()).as(run.get(i) + "\n" + result).isIn(expected);
        if (run.get(i).contains("--log-stderr")) {
          assertThat(result.err()).contains("DEBUG n0 'echo' from c");
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void everyLineForTheShellIsRunByATest() throws Exception {
    List<String> lines = Pages.shellLines();
    assertThat(lines).hasSizeGreaterThan(60);
    for (String line : lines) {
      String command = line.substring(line.indexOf(": ") + 2);
      assertThat(isRun(command) || command.contains("maelstrom/bench perf") || isOther(command))
          .as("is run by a test, or stands in OTHERS: %s", line)
          .isTrue();
    }
  }

  private static boolean isOther(String command) {
    return OTHERS.containsKey(command.split(" ", 2)[0])
        || command.startsWith("maelstrom/bench cluster ")
        || isWalked(command);
  }

  /** A printed command that replays a failure needs only the folder in which it was printed. */
  @Test
  void commandsThatAreToRunAFailureAgainDoSo() throws Exception {
    Path clone = Files.createDirectory(directory.resolve("my clone"));
    Launchers.linkInto(clone);
    BenchRun failing =
        sh(directory, "'my clone/maelstrom/bench' " + FAILING + " --store 'my store'");
    assertThat(failing.status()).as(failing.toString()).isEqualTo(1);
    for (String name : List.of("replay", "its replay")) {
      BenchRun again = sh(directory, printed(failing, name));
      assertThat(again.status()).as(again.toString()).isEqualTo(1);
      assertThat(again.out()).contains("verdict      INVALID");
    }
    assertThat(sh(directory, printed(failing, "replay")).out().lines())
        .contains(
            failing.out().lines().filter(line -> line.startsWith("verdict")).findFirst().get());

    String test = "'my clone/maelstrom/bench' test -w echo --bin %s -w echo --node-count 1";
    String options = " --time-limit 1 --seed -7 --store 'my store' -- --log-level error";
    assertThat(sh(directory, test.formatted("'my clone/maelstrom/node'") + options).status())
        .isZero();
    String page = Files.readString(directory.resolve("my store/latest/run.json"));
    Json.Text again = (Json.Text) ((Json.Obj) JsonCodec.parse(page)).fields().get("command");
    assertThat(again.value()).endsWith(" --seed=-7 -- --log-level error");
    assertThat(sh(directory, again.value()).status()).isZero();
  }

  private static String printed(BenchRun run, String name) {
    return run.out()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " is not in " + run));
  }

  @AfterEach
  void unlink() throws IOException {
    Launchers.unlink(directory);
  }

  /** A store with the runs that the earlier commands of a page leave behind. */
  private Path fixture() throws Exception {
    Path store = directory.resolve("fixture");
    for (String line :
        List.of(
            "sim -w pn-counter --time-limit 1 --faults none --seed 1",
            "sim -w echo --time-limit 1 --faults none --seed 1 --runs 2 --shard 1/1",
            "sim -w broadcast --node echo --time-limit 3 --faults none --seed 1")) {
      BenchRun run = sh(directory, "maelstrom/bench " + line + " --store fixture");
      assertThat(run.status()).as(run.toString()).isIn(0, 1);
    }
    assertThat(store.resolve("broadcast/latest/smallest/case.json")).isRegularFile();
    return store;
  }

  /** Runs a command in a folder of its own, with the files that commands name. */
  private BenchRun runAlone(String command, Path fixture) throws Exception {
    Path alone = Files.createTempDirectory(directory, "alone");
    Launchers.linkInto(alone);
    String copies = "for to in store shards campaign; do cp -RP '%s' $to; done";
    BenchRun copy = sh(alone, copies.formatted(fixture));
    assertThat(copy.status()).as(copy.toString()).isZero();
    String node = "#!/bin/sh\nexec " + Launchers.NODE + "\n";
    for (String name : List.of("echo.py", "broadcast.py", "broadcast-go", "counter.py")) {
      Path program = Files.writeString(alone.resolve(name), node);
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }
    Path real = Files.createDirectories(alone.resolve("maelstrom-home/maelstrom/store/latest"));
    Files.copy(
        Launchers.RESOURCES.resolve("histories/g-set-real.edn"), real.resolve("history.edn"));
    if (command.contains(" serve")) {
      // It serves until the script ends it, once it has printed its address.
      return sh(alone, command + " >url & s=$!; while ! [ -s url ]; do sleep 0.1; done; kill $s");
    }
    return sh(alone, command);
  }

  private static BenchRun sh(Path folder, String command) throws Exception {
    Map<String, String> environment =
        Map.of(
            "HOME",
            folder.resolve("maelstrom-home").toString(),
            "SLURM_ARRAY_TASK_ID",
            "1",
            "JOB_COMPLETION_INDEX",
            "0",
            "TATTLE_CLASSPATH",
            Launchers.ROOT.resolve("target/test-classes").toString());
    return BenchRun.of(folder, SHELL, environment, "-c", command + " </dev/null");
  }
}
