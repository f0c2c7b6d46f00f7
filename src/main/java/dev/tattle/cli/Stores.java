package dev.tattle.cli;

import dev.tattle.bench.Store;
import dev.tattle.bench.TestOptions;
import dev.tattle.bench.TestResult;
import dev.tattle.bench.report.Report;
import dev.tattle.bench.report.ReportPage;
import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Where runs are stored. */
final class Stores {
  private Stores() {}

  /** A place for a run of this workload. */
  static Store create(String workload) throws IOException {
    return Store.create(root(), workload, Instant.now());
  }

  /** Writes the page that shows a run. */
  static void writeReport(Store store, TestOptions options, Json.Obj results, TestResult result)
      throws IOException {
    String name = options.workload() + " " + store.directory().getFileName();
    List<String> files = List.of("results.json", "history.jsonl", "messages.jsonl");
    Report report = new Report(name, files, options, results, result.history(), result.journal());
    store.writeReport(ReportPage.html(report));
  }

  /** Relative where that is short, because people read and paste the paths of results. */
  private static Path root() throws IOException {
    Path root = Path.of(System.getProperty("tattle.store", "store")).toAbsolutePath().normalize();
    Path here = Path.of("").toRealPath();
    return root.startsWith(here) ? here.relativize(root) : root;
  }
}
