package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.runtime.cluster.local.LocalCluster;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The commands of the counter service that pages and help print, run at ports that are free.
 * CounterServiceIT runs those that begin and end clusters, TortureIT the torture.
 */
@Execution(ExecutionMode.CONCURRENT)
class PrintedCountersIT {
  private static final Path COUNTER = Launchers.ROOT.resolve("maelstrom/counter");
  private static final Path SHELL = Path.of("/bin/sh");
  private static final int PRINTED_PORT = 8001;
  private static final int NODES = 3;
  private static final int PEER_PORTS = 1_000;

  /** Commands that are only mentioned, and those that other tests run. */
  private static final Pattern ELSEWHERE =
      Pattern.compile("…|\\b(ACTION|COMMAND)\\b|^\\S+/counter (cluster|torture)|^\\S+ client$");

  /** They need certificates and files of keys, which the example of SECURITY makes. */
  private static final Pattern SECRETS = Pattern.compile("https:|--tls|--tokens");

  private static final Pattern ADDRESS = Pattern.compile("--addr (localhost:\\d+)");

  /** Commands that change the members may be refused, with a reason. */
  private static final Pattern MAY_BE_REFUSED = Pattern.compile("/admin/(found|remove)");

  @TempDir private Path directory;
  private final List<Process> started = new ArrayList<>();
  private int port;

  @BeforeEach
  void prepare() throws Exception {
    Files.createDirectory(directory.resolve("store"));
    port = CounterServiceIT.freePorts();
  }

  @AfterEach
  void end() throws Exception {
    started.forEach(Process::destroyForcibly);
    LocalCluster cluster = LocalCluster.in(directory.resolve("store/counter-cluster"));
    cluster.kill(cluster.numbers());
  }

  private Set<String> printed() throws Exception {
    Set<String> commands = new LinkedHashSet<>();
    for (String command : List.of("serve", "client", "discovery", "backup", "restore")) {
      sh("'" + COUNTER + "' " + command + " --help")
          .out()
          .replace("\\\n", " ")
          .lines()
          .map(line -> line.strip().replaceAll(" +", " "))
          .filter(line -> line.startsWith("maelstrom/counter " + command + " "))
          .forEach(commands::add);
    }
    for (Path page : Pages.all()) {
      Pages.commands(page).stream()
          .map(line -> line.replaceFirst(" +# .*", ""))
          .filter(line -> line.matches("(maelstrom/counter|curl|maelstrom/bench cluster) .*"))
          .filter(line -> !ELSEWHERE.matcher(line).find())
          .forEach(commands::add);
    }
    return commands;
  }

  private static boolean startsSomething(String command) {
    return command.matches("\\S+ (serve|discovery)( .*)?");
  }

  /** A node that leaves can't be asked any more. */
  private static int harm(String command) {
    if (command.startsWith("maelstrom/bench")) {
      return -1; // It wants to be the first who takes numbers.
    }
    return command.contains("/admin/leave") ? 2 : command.contains("/admin/") ? 1 : 0;
  }

  @Test
  void whatIsAskedOfAClusterIsAnswered() throws Exception {
    List<String> commands =
        printed().stream()
            .filter(command -> !startsSomething(command) && !SECRETS.matcher(command).find())
            .sorted(Comparator.comparingInt(PrintedCountersIT::harm))
            .toList();
    assertThat(commands)
        .hasSizeGreaterThan(15)
        .contains("maelstrom/counter client cas --counter stock --from 0 --to 50");
    succeeds("maelstrom/counter cluster start --port " + port);
    for (String command : commands) {
      BenchRun run = sh(here(command.replace(" FILE", " counters.jsonl")));
      if (command.contains("/watch")) {
        assertThat(run.status()).as(command + "\n" + run).isEqualTo(28);
      } else if (command.startsWith("curl") && !MAY_BE_REFUSED.matcher(command).find()) {
        assertThat(run.out()).as(command + "\n" + run).matches("(?s).*\n20\\d");
      } else if (command.startsWith("curl")) {
        assertThat(run.out()).as(command + "\n" + run).matches("(?s).*\n(20\\d|409|503)");
      } else {
        assertThat(run.status()).as(command + "\n" + run).isZero();
      }
    }
  }

  @Test
  void nodesStartAsPagesSay() throws Exception {
    List<String> commands =
        printed().stream()
            .filter(command -> startsSomething(command) && !SECRETS.matcher(command).find())
            .toList();
    assertThat(commands).hasSizeGreaterThan(3);
    for (String command : commands) {
      String here = here(command);
      Process process = start(here);
      Matcher address = ADDRESS.matcher(here);
      assertThat(address.find()).as(here).isTrue();
      awaitReady(command, "http://" + address.group(1));
      process.destroy();
      assertThat(process.waitFor(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void theExampleOfSecurityDoesWhatItSays() throws Exception {
    assumeTrue(
        sh("openssl version && curl --version").status() == 0, "there is no openssl or curl");
    List<String> lines =
        Pages.shellLines().stream()
            .filter(line -> line.startsWith("SECURITY.md: "))
            .map(line -> line.substring(line.indexOf(": ") + 2))
            .toList();
    assertThat(lines).anyMatch(PrintedCountersIT::startsSomething);
    for (String line : lines) {
      if (startsSomething(line)) {
        start(here(line));
        awaitReady(line, "-k https://localhost:" + port);
      } else {
        BenchRun run = sh(here(line));
        assertThat(run.status()).as(line + "\n" + run).isZero();
        assertThat(run.out() + run.err()).as(line).doesNotContain("\"error\"");
      }
    }
  }

  /** The same command with free ports and the launcher under test. */
  private String here(String command) {
    String moved =
        command
            .replace("--node-id 1,2,3", "--addr localhost:8001,localhost:8002,localhost:8003")
            .replace("client watch ", "client watch --count 1 ");
    for (int i = NODES - 1; i >= 0; i--) {
      moved =
          moved
              .replace("localhost:" + (PRINTED_PORT + i), "localhost:" + (port + i))
              .replace(
                  "localhost:" + (PRINTED_PORT + PEER_PORTS + i),
                  "localhost:" + (port + PEER_PORTS + i))
              .replace("--node-id " + (i + 1), "--addr localhost:" + (port + i));
    }
    moved = moved.replace("localhost:8000", "localhost:" + (port + 3));
    if (command.startsWith("maelstrom/bench")) {
      return moved
          .replaceFirst("maelstrom/bench", "'" + Launchers.BENCH + "'")
          .replace("maelstrom/counter", COUNTER.toString())
          .replaceFirst("--time-limit \\d+", "--time-limit 4")
          .replaceFirst("--nemesis-interval \\d+", "--nemesis-interval 2");
    }
    if (startsSomething(command)) {
      return anywhere(moved, command.contains("counter discovery") ? port + 3 : port);
    }
    if (command.startsWith("curl")) {
      String options = "curl -sS" + (command.contains("-N") ? " --max-time 2" : "");
      return moved.replaceFirst("curl", options) + " -w '\\n%{http_code}'";
    }
    return anywhere(moved, port);
  }

  private String anywhere(String command, int at) {
    boolean isNamed = command.contains("--addr") || command.startsWith("openssl");
    return command.replaceFirst("maelstrom/counter", "'" + COUNTER + "'")
        + (isNamed || !command.contains("maelstrom/counter") ? "" : " --addr localhost:" + at);
  }

  private BenchRun sh(String command) throws Exception {
    return BenchRun.of(directory, SHELL, Map.of(), "-c", command + " </dev/null");
  }

  private void succeeds(String command) throws Exception {
    BenchRun run = sh(command.replaceFirst("maelstrom/counter", "'" + COUNTER + "'"));
    assertThat(run.status()).as(run.toString()).isZero();
  }

  private Process start(String command) throws Exception {
    File log = Files.createTempFile(directory, "node", ".log").toFile();
    Process process =
        new ProcessBuilder(SHELL.toString(), "-c", "exec " + command)
            .directory(directory.toFile())
            .redirectOutput(log)
            .redirectErrorStream(true)
            .start();
    started.add(process);
    return process;
  }

  /** Waits until a node or a discovery server is ready. */
  private void awaitReady(String command, String url) throws Exception {
    String ask = "curl -sf " + url + "/healthz";
    BenchRun run =
        sh("for i in $(seq 300); do " + ask + " && exit; sleep 0.1; done; cat *.log; exit 1");
    assertThat(run.status()).as(command + "\n" + run).isZero();
  }
}
