package dev.tattle.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Verdict;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it replaces the standard streams")
class BenchCommandTest {
  private static final String HISTORIES = "src/test/resources/histories/";

  @RegisterExtension private final CapturedStreams streams = new CapturedStreams();
  private final ByteArrayOutputStream out = streams.out;
  private final ByteArrayOutputStream err = streams.err;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "bogus                        | there is no command 'bogus'; there are test, cluster, sim,"
            + " check, serve, perf, workloads",
        "perf --bin nowhere           | --bin: there is no file 'nowhere'",
        "perf --against pom.xml       | --against: the file is not executable; try: chmod +x"
            + " pom.xml",
        "test -w echo                 | Missing required option: '--bin=PROGRAM'",
        "test -w bogus --bin pom.xml  | --workload: expected one of broadcast, counter-next,",
        "test -w echo --bin nowhere   | --bin: there is no file 'nowhere'",
        "test -w echo --bin src       | --bin: expected a program, but 'src' is not a file",
        "test -w echo --bin pom.xml   | --bin: the file is not executable; try: chmod +x pom.xml",
        "check -w echo a b            | unexpected argument 'b'",
      })
  void wrongUsageIsOneLineWithTheMend(String line, String expected) {
    assertThat(run(line)).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString(UTF_8)).contains(expected).contains("--help)").hasLineCount(1);
    assertThat(out.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "--nod 3                | there is no option '--nod'; did you mean --node-count or --nodes"
            + " or",
        "--node-count 1e9       | --node-count: expected a whole number, not '1e9'",
        "--rate fast            | --rate: expected a number, not 'fast'",
        "--node a --node c1     | --nodes: 'c1' is the name of a client or service",
        "--nodes-file nowhere   | --nodes-file: there is no file nowhere",
        "--nodes a, b, a        | --nodes: a name occurs twice",
        "--nodes a,b --node a   | --nodes: a name occurs twice",
        "--node-count 1 -n n0   | --nodes: a name occurs twice",
        "--topology ring        | expected one of grid, line, total, tree, tree2, tree3, tree4",
        "--node-count 0         | --node-count: expected at least 1",
        "--nodes a,c1           | --nodes: 'c1' is the name of a client or service",
        "--concurrency 0n       | --concurrency: expected at least one client",
        "--concurrency 4x       | --concurrency: expected a number, or a number and n, not 4x",
        "--rate -1              | --rate: expected 0, or 1e-9 and more",
        "--large-values 2       | --large-values: expected 0 to 1",
        "--large-values 0.1     | --large-values: only broadcast and g-set have values that can be",
        "--latency Infinity     | --latency: expected 0 ms to 1e9 ms",
        "--time-limit NaN       | --time-limit: expected more than 0 seconds",
        "--nemesis-interval 0   | --nemesis-interval: expected more than 0 seconds",
        "--availability 2       | --availability: expected",
        "--nemesis skew         | --nemesis: 'skew' can only be simulated; see sim",
        "--nemesis crash, krill | --nemesis: there is no fault 'krill'; there are partition,"
            + " one-way",
        "--nemesis krill        | duplicate, slow, kill, pause (see",
        "--seed x               | --seed: expected a whole number from -2^63 to 2^64-1, or 0x",
      })
  void everyValueOfAnOptionIsChecked(String options, String expected) throws IOException {
    Path bin = Files.createFile(directory.resolve("node"));
    assertThat(bin.toFile().setExecutable(true)).isTrue();

    assertThat(run("test -w echo --bin " + bin + " " + options)).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString(UTF_8)).contains(expected).hasLineCount(1);
  }

  @Test
  void namesOfNodesAddUp() throws IOException {
    Path file = Files.writeString(directory.resolve("names"), "a\nb\n");
    assertThat(run("test -w echo --bin /bin/sh --nodes b --nodes-file " + file))
        .isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString(UTF_8)).contains("--nodes: a name occurs twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "test --help",
        "sim --help",
        "check --help",
        "serve --help",
        "perf --help",
        "workloads --help",
        "completion --help"
      })
  void helpFitsAnOrdinaryTerminal(String line) {
    assertThat(run(line)).isZero();
    assertThat(out.toString(UTF_8)).contains("Usage: maelstrom/bench", "Examples:", "Exit: 0");
    assertThat(out.toString(UTF_8).lines()).allSatisfy(l -> assertThat(l).hasSizeLessThan(81));
    assertThat(out.toString(UTF_8)).matches("\\p{ASCII}*");
  }

  @ParameterizedTest
  @CsvSource({
    "broadcast, broadcast-valid-partition, 0",
    "broadcast, broadcast-lost-values-partition, 1",
    "broadcast, echo-valid, 255",
  })
  void checkExitsWithTheVerdict(String workload, String history, int status) {
    assertThat(run("check -w " + workload + " " + HISTORIES + history + ".jsonl"))
        .isEqualTo(status);
    boolean isJudged = status != ExitStatus.BROKEN;
    assertThat(out.toString(UTF_8).contains("verdict")).isEqualTo(isJudged);
    assertThat(err.size() == 0).isEqualTo(isJudged);
  }

  @ParameterizedTest
  @CsvSource({
    "unique-ids, pn-counter-valid-partition",
    "g-set, echo-valid",
    "echo, g-set-valid-partition",
    "broadcast, g-counter-valid-partition"
  })
  void checkRefusesTheHistoryOfAnotherWorkload(String workload, String history) {
    assertThat(run("check -w " + workload + " " + HISTORIES + history + ".jsonl"))
        .isEqualTo(ExitStatus.BROKEN);
    assertThat(err.toString(UTF_8))
        .contains("this is not a history of " + workload)
        .hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | | 0",
        "{} | --strict | 0",
        "{\"strict\":true,\"nodes\":{\"problem-count\":1,\"problems\":[{\"kind\":\"x\"}]}} | | 1",
        "{\"strict\":true,\"nodes\":{\"problem-count\":1,\"problems\":[{}]}} | --no-strict | 0",
        "{\"nodes\":{\"problem-count\":1,\"problems\":[{\"kind\":\"x\"}]}} | | 0",
        "{\"nodes\":{\"problem-count\":1,\"problems\":[{\"kind\":\"x\"}]}} | --strict | 1",
        "{\"broken\":true,\"nodes\":{\"problem-count\":1,\"problems\":[{\"summary\":\"n0"
            + " ended\"}]}} | | 255",
        "{\"availability\":{\"required\":1.0}} | | 1",
      })
  void checkExitsAsTheRunDid(String results, String option, int status) throws IOException {
    Path history = directory.resolve("history.jsonl");
    Files.writeString(
        history,
        """
        {"time":1,"type":"invoke","process":0,"f":"echo","value":1}
        {"time":2,"type":"ok","process":0,"f":"echo","value":{"echo":1}}
        {"time":3,"type":"invoke","process":0,"f":"echo","value":1}
        {"time":4,"type":"info","process":0,"f":"echo","value":1}
        """);
    Files.writeString(directory.resolve("results.json"), results);
    String line = "check -w echo " + (option == null ? "" : option + " ") + history;
    assertThat(run(line)).as(out.toString(UTF_8)).isEqualTo(status);
    if (status == ExitStatus.BROKEN) {
      assertThat(out.toString(UTF_8)).contains("verdict      the run BROKE: n0 ended");
    }
  }

  /** Maelstrom's verdict on a run without operations. */
  @ParameterizedTest
  @CsvSource({"echo, 0", "unique-ids, 0", "g-counter, 0", "broadcast, 2", "g-set, 2"})
  void checkJudgesAnEmptyHistoryAsMaelstrom(String workload, int status) throws IOException {
    Path history = directory.resolve("history.jsonl");
    Files.writeString(history, "");
    assertThat(run("check -w " + workload + " " + history)).isEqualTo(status);
  }

  @Test
  void workloadsAreNamedWithTheWaysToRunThem() {
    assertThat(run("workloads --quick")).isZero();
    assertThat(out.toString(UTF_8).lines())
        .startsWith("sim echo --node-count 3", "test echo --node-count 1 --time-limit 2 --rate 50")
        .contains("sim max-register --node-count 5");
  }

  @Test
  void workloadFromElsewhereIsSimulatedAsOurs() {
    String line = "sim -w max-register --node-count 3 --time-limit 10 --faults loss --seed 1";
    assertThat(run(line + " --runs 5")).as(err.toString(UTF_8)).isZero();
    assertThat(run(line + " --node dev.tattle.newcomer.LastWinsRegister"))
        .isEqualTo(ExitStatus.of(Verdict.INVALID));
    assertThat(out.toString(UTF_8)).contains("too low", "<- at least", "smallest ");
  }

  @Test
  void checkExcusesNothingOfDurableNodes() throws IOException {
    Path history = directory.resolve("history.jsonl");
    Files.writeString(
        history,
        """
        {"time":1,"type":"invoke","process":0,"f":"add","value":1}
        {"time":2,"type":"ok","process":0,"f":"add","value":1}
        {"time":3,"type":"info","process":"nemesis","f":"start-kill","value":{"n0":"killed"}}
        {"time":4,"type":"invoke","process":0,"f":"read","value":null,"final?":true}
        {"time":5,"type":"ok","process":0,"f":"read","value":0,"final?":true}
        """);
    String line = "check -w g-counter " + history;
    assertThat(run(line)).isEqualTo(ExitStatus.of(Verdict.VALID));
    assertThat(run(line + " --durable")).isEqualTo(ExitStatus.of(Verdict.INVALID));
    Files.writeString(directory.resolve("results.json"), "{\"durable\":true}");
    assertThat(run(line)).isEqualTo(ExitStatus.of(Verdict.INVALID));
  }

  @Test
  void checkReadsAHistoryFromStandardInput() throws IOException {
    InputStream realIn = System.in;
    Path history = Path.of(HISTORIES + "broadcast-lost-values-partition.jsonl");
    try (InputStream in = Files.newInputStream(history)) {
      System.setIn(in);
      assertThat(run("check -w broadcast -")).isEqualTo(ExitStatus.of(Verdict.INVALID));
    } finally {
      System.setIn(realIn);
    }
  }

  @Test
  void helpNamesThePathsByWhichTheBenchWasCalled() {
    System.setProperty("tattle.bench", "../my clone/maelstrom/bench");
    try {
      assertThat(run("test --help")).isZero();
      assertThat(out.toString(UTF_8))
          .contains(
              "  '../my clone/maelstrom/bench' test -w echo --bin '../my clone/maelstrom/node'"
                  + " --time");
      assertThat(run("test")).isEqualTo(ExitStatus.USAGE);
      assertThat(err.toString(UTF_8)).contains("(see '../my clone/maelstrom/bench' test --help)");
    } finally {
      System.clearProperty("tattle.bench");
    }
  }

  @Test
  void laterOptionOverridesAnEarlierOne() {
    assertThat(run("check -w bogus -w echo " + HISTORIES + "echo-valid.jsonl")).isZero();
    assertThat(err.size()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"nowhere.jsonl, there is no file nowhere.jsonl", "pom.xml, pom.xml:1: expected"})
  void whatIsNoHistoryBreaksTheCheck(String file, String expected) {
    assertThat(run("check -w echo " + file)).isEqualTo(ExitStatus.BROKEN);
    assertThat(err.toString(UTF_8)).contains(expected).hasLineCount(1);
  }

  private static final String FAILS =
      "sim -w echo --node-count 2 --faults crash --time-limit 20 --runs 20 --seed 1"
          + " --availability total";

  /** An echo that comes while its node is dead gets no answer in time. */
  @Test
  void failingSeedIsToldShrunkAndReplayed() throws IOException {
    try {
      assertThat(run(FAILS + " --store " + directory)).isEqualTo(ExitStatus.of(Verdict.INVALID));
      String told = out.toString(UTF_8);
      assertThat(told)
          .containsSubsequence(
              "verdict      INVALID: too few operations succeeded",
              "replay       maelstrom/bench sim --workload echo --node-count 2",
              "smallest     1 node, 1 operation, 1 fault,",
              "all of it",
              "kill {",
              "its replay   maelstrom/bench sim --availability total --store "
                  + directory
                  + " --case ");
      assertThat(told).containsPattern("\nseed 1 is invalid; |from seed 1 on, then seed \\d+ is");
      Path stored = directory.resolve("latest").toRealPath().resolve("smallest/case.json");
      assertThat(stored.resolveSibling("index.html")).isNotEmptyFile();
      assertThat(stored.resolveSibling("messages.jsonl")).isNotEmptyFile();
      out.reset();

      String replay = "sim --availability total --store " + directory + " --case " + stored;
      assertThat(run(replay)).isEqualTo(ExitStatus.of(Verdict.INVALID));
      assertThat(out.toString(UTF_8))
          .containsSubsequence("INVALID: too few", "case         1 node, 1 operation, 1 fault");
      out.reset();

      assertThat(run(replay + " --json")).isEqualTo(ExitStatus.of(Verdict.INVALID));
      assertThat(JsonCodec.parse(out.toString(UTF_8)).toString()).contains("replay");
      assertThat(directory.resolve("latest/smallest/case.json")).hasSameBinaryContentAs(stored);
      assertThat(err.size()).isZero();
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void verdictOfASimulatedRunIsToldWhereNothingCanBeStored() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    String realTemporary = System.getProperty("java.io.tmpdir");
    System.setProperty("java.io.tmpdir", file.toString());
    try {
      String line = "sim -w echo --time-limit 1 --seed 0xffffffffffffffff --store " + file;
      assertThat(run(line)).isZero();
      assertThat(out.toString(UTF_8)).contains("seed         -1", "verdict      valid");
      assertThat(out.toString(UTF_8)).doesNotContain("results ", "page ");
      assertThat(err.toString(UTF_8)).contains("cannot write to the store", "not written: ");
    } finally {
      System.setProperty("java.io.tmpdir", realTemporary);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "sim                               | Missing required option: '--workload=NAME'",
        "sim --case pom.xml                | --case: pom.xml: expected a JSON value, but",
        "sim --case pom.xml --rate 3       | --case: the case file says what to run; leave out"
            + " --rate",
        "sim -w txn-rw-register --consistency-models x | --consistency-models: expected",
        "sim -w txn-rw-register --key-count 0 | --key-count: expected at least 1",
        "sim -w txn-rw-register --consistency x | --consistency: expected causal or strict",
        "sim -w echo --node bogus          | --node: there is no node 'bogus'; there are",
        "sim -w echo --node bogus          | TATTLE_CLASSPATH",
        "sim -w bogus                      | but it is 'bogus'; ",
        "sim -w bogus                      | TATTLE_CLASSPATH",
        "sim -w echo --faults bogus        | --faults: there is no fault 'bogus'; there are",
        "sim -w echo --for 3x              | --for: expected a number and ms, s, m or h",
        "sim -w echo --runs 0              | --runs: expected at least 1",
        "sim -w echo --runs 1.5            | --runs: expected a whole number, not '1.5'",
        "sim -w echo --faults krill        | slow, kill, pause, skew (see",
        "sim -w echo --faults loss, krill  | --faults: there is no fault 'krill'",
      })
  void wrongUsageOfSimIsOneLineWithTheMend(String line, String expected) {
    assertThat(run(line)).isEqualTo(ExitStatus.USAGE);
    assertThat(err.toString(UTF_8)).contains(expected).contains("--help)").hasLineCount(1);
    assertThat(out.size()).isZero();
  }

  private static int run(String line) {
    return BenchCommand.run(line.trim().split(" +"));
  }
}
