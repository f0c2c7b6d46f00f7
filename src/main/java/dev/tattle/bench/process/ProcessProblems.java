package dev.tattle.bench.process;

import dev.tattle.bench.history.Problem;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.wire.MessageCodec;
import java.nio.file.Path;

/** What processes do wrong, in words. */
final class ProcessProblems {
  /** The exit status of a process that a signal killed is this and the signal. */
  private static final int SIGNALLED = 128;

  private ProcessProblems() {}

  static Problem notStarted(NodeId node, String reason) {
    String summary = "%s can't be started: %s".formatted(node, reason);
    return Problem.of(node, Problem.Kind.NOT_STARTED, summary);
  }

  /** It reads too slowly; the message is the last that it was sent. */
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

  static Problem garbage(NodeProcess node, String line, String problem) {
    return Problem.of(
        node.id(),
        Problem.Kind.GARBAGE,
        node.id() + " wrote to its standard output what is no message to send",
        "wrote",
        Json.of(line),
        "problem",
        Json.of(problem),
        "see",
        Json.of(RequestException.MANUAL));
  }

  static Problem died(NodeProcess node, Path log) {
    return Problem.of(
        node.id(),
        Problem.Kind.DIED,
        node.id() + " ended with exit status " + described(node.exitStatus()),
        "exit-status",
        Json.of(node.exitStatus()),
        "stdout",
        Problem.lines(node.lastStdout()),
        "stderr",
        Problem.lines(node.lastStderr()),
        "log",
        Json.of(log.toString()));
  }

  private static String described(int status) {
    return status > SIGNALLED ? status + ": killed by signal " + (status - SIGNALLED) : "" + status;
  }
}
