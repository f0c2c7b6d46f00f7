package dev.tattle.cli;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.PlainText;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.report.Report;
import dev.tattle.bench.report.ReportPage;
import dev.tattle.bench.report.RunDigest;
import dev.tattle.bench.store.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;

/** Where runs are stored. */
final class Stores {
  private static final List<String> FILES =
      List.of("results.json", "history.jsonl", "messages.jsonl", "node-logs/");

  private Stores() {}

  /**
   * What a run was told to do.
   *
   * @param command that tells it again
   * @param program under test, and its arguments
   */
  record Told(TestOptions options, String command, String program) {}

  /** A place for a run of this workload: in the store, or where that can't be, anywhere else. */
  static RunFolder create(StoreOption store, String workload, CommandLine command) {
    Instant now = Instant.now();
    Path root = asRead(store.root());
    try {
      return RunFolder.create(root, workload, now);
    } catch (IOException e) {
      say(command, "cannot write to the store: " + OperatingError.text(e));
    }
    try {
      Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
      Path elsewhere = Files.createTempDirectory(temporary, "tattle-store-");
      say(command, "the results go to " + elsewhere);
      return RunFolder.create(elsewhere, workload, now);
    } catch (IOException e) {
      say(command, "cannot write anywhere else either: " + OperatingError.text(e));
      return RunFolder.missing(root.resolve(workload));
    }
  }

  /** Says what of a run could not be written. */
  static void tellFailures(RunFolder store, CommandLine command) {
    store.failures().forEach(e -> say(command, "not written: " + OperatingError.text(e)));
  }

  private static void say(CommandLine command, String text) {
    command.getErr().println(command.getCommandName() + ": " + PlainText.line(text));
    command.getErr().flush();
  }

  /** Writes the page that shows a run. */
  static void writeReport(RunFolder store, Told told, Results results, TestResult result) {
    String name = told.options.workload() + " " + store.directory().getFileName();
    List<String> files =
        FILES.stream().filter(file -> Files.exists(store.directory().resolve(file))).toList();
    Report report =
        new Report(
            name,
            told.command,
            told.program,
            files,
            told.options,
            results,
            result.history(),
            result.journal());
    store.writeDigest(RunDigest.of(report));
    store.writeReport(ReportPage.html(report));
  }

  /** Relative where that is short, because people read and paste the paths of results. */
  private static Path asRead(Path store) {
    Path root = store.toAbsolutePath().normalize();
    Path here = Path.of("").toAbsolutePath();
    return root.startsWith(here) ? here.relativize(root) : root;
  }
}
