package dev.tattle.bench.load;

import dev.tattle.bench.history.Problem;
import dev.tattle.bench.workload.ReplySchema;
import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one run: the first ones, and the number of all. */
public final class Problems {
  private static final int KEPT_OF_A_KIND = 20;
  private static final Set<Problem.Kind> SILENT =
      EnumSet.of(Problem.Kind.NO_INIT_OK, Problem.Kind.NO_SETUP, Problem.Kind.NO_FINAL_READ);

  private final List<Problem> kept = new ArrayList<>();
  private final Map<Problem.Kind, Integer> counts = new EnumMap<>(Problem.Kind.class);
  private long count;

  /** A request and its reply; the reply is null if none came in time. */
  record Exchange(Body request, @Nullable Body reply) {}

  /** Adds a problem. One that ends the run comes first. */
  public void add(Problem problem) {
    count++;
    if (counts.merge(problem.kind(), 1, Integer::sum) <= KEPT_OF_A_KIND) {
      kept.add(problem.kind().endsRun() ? 0 : kept.size(), problem);
    }
  }

  /**
   * The first problems of each kind. If a kind came more than once, its first problem says how
   * often in the detail {@code "count"}.
   */
  public List<Problem> kept() {
    Set<Problem.Kind> counted = EnumSet.noneOf(Problem.Kind.class);
    List<Problem> all = new ArrayList<>();
    for (Problem problem : kept) {
      int times = counts.getOrDefault(problem.kind(), 1);
      boolean saysHowOften = counted.add(problem.kind()) && times > 1;
      all.add(saysHowOften ? problem.with("count", Json.of(times)) : problem);
    }
    return all;
  }

  public long count() {
    return count;
  }

  /**
   * A problem: the node broke an invariant.
   *
   * @param wrong what it did, as text after its name
   * @param place what {@code seen} is
   * @param seen what shows it, with its time in ns
   */
  public static Problem brokenInvariant(NodeId node, String wrong, String place, Json seen) {
    return Problem.of(node, Problem.Kind.INVARIANT, node + " " + wrong, place, seen);
  }

  /**
   * A problem: the node sent a message that no node may send.
   *
   * @param wrong what is wrong with it, as text after the node's name
   */
  public static Problem badMessage(Message message, String wrong, long timeNanos) {
    Json seen =
        Json.object(
            "time", Json.of(timeNanos),
            "src", Json.of(message.src()),
            "dest", Json.of(message.dest()),
            "body", MessageCodec.toJson(message.body()));
    return brokenInvariant(message.src(), wrong, "message", seen);
  }

  /** A problem: the node answered nothing at the end. */
  public static Problem silence(NodeId node) {
    String summary = node + " answered none of the final operations";
    return Problem.of(node, Problem.Kind.NO_FINAL_READ, summary);
  }

  /**
   * Adds the node's last output to a problem, if that output may explain it.
   *
   * @param said returns the last output; empty if unknown
   */
  public static Problem withLastWords(Problem problem, Function<NodeId, Map<String, Json>> said) {
    if (!SILENT.contains(problem.kind())) {
      return problem;
    }
    Map<String, Json> words = said.apply(problem.node());
    boolean isMute = Json.array().equals(words.get("stdout")) && !words.containsKey("unfinished");
    String summary = problem.summary() + (isMute ? ": it sent nothing" : "");
    return new Problem(problem.node(), problem.kind(), summary, problem.details()).with(words);
  }

  /**
   * A problem: a client got a reply to no request of its own.
   *
   * @param waitsFor the request that the client waits for; null if there is none
   */
  static Problem unasked(Message message, @Nullable Long waitsFor) {
    Json named = MessageCodec.toJson(message.body());
    named = ((Json.Obj) named).fields().get("in_reply_to");
    String names =
        named == null
            ? "names no request"
            : "names request %s, which nobody waits for".formatted(JsonCodec.format(named));
    return Problem.of(
        message.src(),
        Problem.Kind.UNASKED_REPLY,
        "%s sent %s a reply that %s".formatted(message.src(), message.dest(), names),
        "wrote",
        MessageCodec.toJson(message.body()),
        "expected",
        Json.of(
            waitsFor == null
                ? "nothing: " + message.dest() + " waits for no reply"
                : "\"in_reply_to\":" + waitsFor + ", the request's msg_id, once"),
        "see",
        Json.of(RequestException.MANUAL));
  }

  /** A problem: a reply breaks its schema, or is missing where there must be one. */
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
