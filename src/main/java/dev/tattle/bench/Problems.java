package dev.tattle.bench;

import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.wire.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The problems of one run: the first ones, and how many there were. */
final class Problems {
  private static final int KEPT = 20;

  private final List<Problem> kept = new ArrayList<>();
  private long count;

  /** A request and its reply; the reply is null where none came in time. */
  record Exchange(Body request, @Nullable Body reply) {}

  void add(Problem problem) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(problem);
    }
  }

  List<Problem> kept() {
    return List.copyOf(kept);
  }

  long count() {
    return count;
  }

  /**
   * The node did what no node may do.
   *
   * @param wrong what it did, after its name
   * @param place what {@code seen} is
   * @param seen where it shows, with its time in ns
   */
  static Problem brokenInvariant(NodeId node, String wrong, String place, Json seen) {
    return Problem.of(node, Problem.Kind.INVARIANT, node + " " + wrong, place, seen);
  }

  /** A reply that breaks its schema, or is missing where there must be one. */
  static Problem badReply(NodeId node, Problem.Kind kind, Exchange exchange, ReplySchema schema) {
    Body reply = exchange.reply;
    String type = exchange.request.type();
    String wrong = reply == null ? "no reply came in time" : schema.problem(reply);
    String summary =
        reply == null
            ? "%s did not answer '%s' in time".formatted(node, type)
            : "%s answered '%s' wrongly: %s".formatted(node, type, wrong);
    return Problem.of(
        node,
        kind,
        summary,
        "request",
        MessageCodec.toJson(exchange.request),
        "reply",
        reply == null ? Json.NULL : MessageCodec.toJson(reply),
        "expected",
        Json.of(schema.expected()),
        "problem",
        Json.of(String.valueOf(wrong)),
        "see",
        Json.of(RequestException.MANUAL));
  }
}
