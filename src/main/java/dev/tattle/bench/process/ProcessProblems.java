package dev.tattle.bench.process;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.wire.MessageCodec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Describes the problems of processes. */
final class ProcessProblems {
  private static final String DEAF =
      "; until it starts again, the bench ignores its further output, as Maelstrom does";

  private static final String SLOW =
      "the client waited in vain; if the machine is busy, try a lower --rate or fewer nodes";

  private ProcessProblems() {}

  static Problem notStarted(NodeId node, String reason) {
    String summary = "%s can't be started: %s".formatted(node, reason);
    return Problem.of(node, Problem.Kind.NOT_STARTED, summary);
  }

  /** The node reads too slowly; {@code message} is the last one sent to it. */
  static Problem stuck(NodeProcess node, Message message, Path log) {
    String summary =
        "%s reads its standard input too slowly or not at all: %d messages wait"
            .formatted(node.id(), NodeProcess.MAX_WAITING);
    return Problem.of(
        node.id(),
        Problem.Kind.STUCK,
        summary,
        "last",
        MessageCodec.toJson(message.body()),
        "from",
        Json.of(message.src()),
        "log",
        Json.of(log.toString()));
  }

  static Problem flood(NodeProcess node, long inFlight, String last) {
    String summary =
        "%s sends faster than messages arrive: %d are under way".formatted(node.id(), inFlight);
    return Problem.of(node.id(), Problem.Kind.FLOOD, summary, "last", Json.of(last));
  }

  /** The node wrote a line that is no message, or a message that cannot be sent. */
  static Problem garbage(NodeProcess node, String line, String problem) {
    String what = " wrote a line to its standard output that is not a message";
    return wrote(node, Problem.Kind.GARBAGE, what + DEAF, line, problem);
  }

  /** The node wrote a message that can be sent, but not in the right form. */
  static Problem oddLine(NodeProcess node, String line, String problem) {
    return wrote(node, Problem.Kind.ODD_LINE, " wrote an odd message: " + problem, line, problem);
  }

  /** The node wrote to a client that has stopped waiting. */
  static Problem lateReply(NodeProcess node, NodeId client, String line) {
    String what = " answered %s too late: the client had given up".formatted(client);
    return wrote(node, Problem.Kind.LATE_REPLY, what + DEAF, line, SLOW)
        .with("client", Json.of(client));
  }

  private static Problem wrote(
      NodeProcess node, Problem.Kind kind, String what, String line, String problem) {
    return Problem.of(
        node.id(),
        kind,
        node.id() + what,
        "wrote",
        Json.of(line),
        "problem",
        Json.of(problem),
        "see",
        Json.of(RequestException.MANUAL));
  }

  /** The last output of the process, for problems that it may explain. */
  static Map<String, Json> said(NodeProcess node, Path log) {
    Map<String, Json> said = new LinkedHashMap<>();
    said.put("stdout", Problem.lines(node.lastStdout()));
    String unfinished = node.unfinished().text();
    if (!unfinished.isEmpty()) {
      said.put("unfinished", Json.of(unfinished));
    }
    said.put("stderr", Problem.lines(node.lastStderr()));
    said.put("log", Json.of(log.toString()));
    return said;
  }

  static Problem abandonedLine(NodeProcess node) {
    String problem = "expected a line break, '\\n', at its end; without one the line is never read";
    String line = node.unfinished().text();
    return wrote(node, Problem.Kind.ODD_LINE, " began a line and never ended it", line, problem);
  }

  static Problem died(NodeProcess node, Path log) {
    Problem died =
        Problem.of(
            node.id(),
            Problem.Kind.DIED,
            node.id() + " ended with exit status " + described(node.exitStatus()),
            "exit-status",
            Json.of(node.exitStatus()));
    return died.with(said(node, log));
  }

  private static String described(int status) {
    return status > NodeProcess.SIGNALLED
        ? status + ": killed by signal " + (status - NodeProcess.SIGNALLED)
        : "" + status;
  }
}
