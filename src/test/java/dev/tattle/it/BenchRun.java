package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code maelstrom/bench} to its end.
 *
 * @param directory in which it ran
 * @param out what it wrote to stdout
 * @param err what it wrote to stderr
 */
record BenchRun(Path directory, int status, String out, String err) {
  private static final String RESULTS = "results ";

  /** Runs the repository's bench; results go to {@code store} in the directory. */
  static BenchRun of(Path directory, String... args) throws Exception {
    return of(directory, Launchers.BENCH, "-Dtattle.store=store", args);
  }

  /** Runs the bench with workloads from the test classes. */
  static BenchRun withNewcomers(Path directory, String... args) throws Exception {
    Path classes = Launchers.ROOT.resolve("target/test-classes");
    Map<String, String> environment =
        Map.of("TATTLE_JAVA_OPTS", "-Dtattle.store=store", "TATTLE_CLASSPATH", classes.toString());
    return of(directory, Launchers.BENCH, environment, args);
  }

  /**
   * @param javaOptions for the bench's JVM
   */
  static BenchRun of(Path directory, Path bench, String javaOptions, String... args)
      throws Exception {
    return of(directory, bench, Map.of("TATTLE_JAVA_OPTS", javaOptions), args);
  }

  /** Runs any program with these additions to its environment. */
  static BenchRun of(Path directory, Path bench, Map<String, String> environment, String... args)
      throws Exception {
    Path out = Files.createTempFile(directory, "bench", ".out");
    Path err = Files.createTempFile(directory, "bench", ".err");
    List<String> command = new ArrayList<>(List.of(bench.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    // What an option's own test gives goes behind what the build gives.
    environment.forEach(
        (name, value) ->
            builder
                .environment()
                .merge(name, value, (ours, given) -> isOptions(name) ? ours + " " + given : given));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      assertThat(process.waitFor(Launchers.PATIENCE.toSeconds(), TimeUnit.SECONDS))
          .as("%s ends by itself", command)
          .isTrue();
      return new BenchRun(
          directory, process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      // The nodes end with their input.
      process.destroyForcibly();
    }
  }

  private static boolean isOptions(String name) {
    return name.equals("TATTLE_JAVA_OPTS");
  }

  /** The directory of results that the bench printed. */
  Path results() {
    return out.lines()
        .filter(line -> line.startsWith(RESULTS))
        .map(line -> directory.resolve(line.substring(RESULTS.length()).strip()).getParent())
        .findFirst()
        .orElseThrow(() -> new AssertionError("it names no results: " + this));
  }

  /** The value in results.json at this path. */
  Json result(String... path) throws Exception {
    return at(JsonCodec.parse(Files.readString(results().resolve("results.json"))), path);
  }

  /** The value at this path in the JSON that the bench printed. */
  Json printed(String... path) throws Exception {
    return at(JsonCodec.parse(out), path);
  }

  private static Json at(Json root, String... path) {
    Json value = root;
    for (String name : path) {
      assertThat(value).isInstanceOf(Json.Obj.class);
      value = ((Json.Obj) value).fields().get(name);
      assertThat(value).as("'%s' of %s", name, List.of(path)).isNotNull();
    }
    return value;
  }

  long count(String... path) throws Exception {
    return ((Json.Int) result(path)).value();
  }

  List<Json> list(String... path) throws Exception {
    return ((Json.Arr) result(path)).items();
  }

  Path history() {
    return results().resolve("history.jsonl");
  }

  List<String> historyLines() throws IOException {
    return Files.readAllLines(history());
  }

  /** Checks the stored history of this run again with the same bench. */
  BenchRun check(String workload) throws Exception {
    return of(directory, "check", "-w", workload, "--json", history().toString());
  }
}
