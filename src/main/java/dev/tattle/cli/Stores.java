package dev.tattle.cli;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.report.Report;
import dev.tattle.bench.report.ReportPage;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where runs are stored. */
final class Stores {
  private static final List<String> FILES =
      List.of("results.json", "history.jsonl", "messages.jsonl", "node-logs/");

  private Stores() {}

  /**
   * What a run was told to do.
   *
   * @param command that tells it again
   */
  record Told(TestOptions options, String command) {}

  /** A place for a run of this workload. */
  static RunFolder create(String workload) throws IOException {
    return RunFolder.create(root(), workload, Instant.now());
  }

  /** Writes the page that shows a run. */
  static void writeReport(RunFolder store, Told told, Results results, TestResult result)
      throws IOException {
    String name = told.options.workload() + " " + store.directory().getFileName();
    List<String> files =
        FILES.stream().filter(file -> Files.exists(store.directory().resolve(file))).toList();
    Report report =
        new Report(
            name, told.command, files, told.options, results, result.history(), result.journal());
    store.writeReport(ReportPage.html(report));
  }

  /** Relative where that is short, because people read and paste the paths of results. */
  private static Path root() throws IOException {
    Path root = Path.of(System.getProperty("tattle.store", "store")).toAbsolutePath().normalize();
    Path here = Path.of("").toRealPath();
    return root.startsWith(here) ? here.relativize(root) : root;
  }
}
