package dev.tattle.cli;

import dev.tattle.bench.TestResult;
import dev.tattle.bench.history.Shown;
import java.io.PrintWriter;
import picocli.CommandLine;

/** How the nodes' problems are told. */
final class NodeProblems {
  private static final int EXPLAINED = 3;

  private NodeProblems() {}

  /** Says on stderr what nodes did wrong at first, in full: what was written, what was expected. */
  static void explain(TestResult result, CommandLine command) {
    PrintWriter err = command.getErr();
    result.problems().stream()
        .limit(EXPLAINED)
        .forEach(problem -> err.println(command.getCommandName() + ": " + problem.text()));
    long more = result.problemCount() - EXPLAINED;
    if (more > 0) {
      String text = Shown.counted(more, "more problem");
      err.printf("%s: and %s%n", command.getCommandName(), text);
    }
    err.flush();
  }
}
