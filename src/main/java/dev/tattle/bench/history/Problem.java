package dev.tattle.bench.history;

import static java.util.stream.Collectors.joining;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonCodec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A mistake of a node, with the details that help to fix it.
 *
 * @param node that made it
 * @param kind of mistake
 * @param summary one sentence
 * @param details by name, for reports: {@code "line"}, {@code "expected"}, {@code "stderr"} …
 */
public record Problem(NodeId node, Kind kind, String summary, Map<String, Json> details) {
  private static final int SHOWN_LINES = 10;

  /** The kinds of mistakes. Some end the run; the others are warnings. */
  public enum Kind {
    /** The program can't be started. */
    NOT_STARTED("not-started", true),
    /** It gave no correct answer to {@code init} in time. */
    NO_INIT_OK("no-init-ok", true),
    /** It gave no correct answer to the workload's setup request in time. */
    NO_SETUP("no-setup", true),
    /** It ended before the test did. */
    DIED("died", true),
    /** It sends more than the network can hold. */
    FLOOD("flood", true),
    /**
     * It broke an invariant, which must hold whatever the faults; only simulated runs check
     * invariants.
     */
    INVARIANT("invariant", true),
    /** It wrote what is no message. As under Maelstrom, its later output is ignored. */
    GARBAGE("garbage", false),
    /**
     * It answered a client that had given up waiting. As under Maelstrom, its later output is
     * ignored. A slow machine may be the cause.
     */
    LATE_REPLY("late-reply", false),
    /** It wrote a message in an odd way that happens to work. */
    ODD_LINE("odd-line", false),
    /** It no longer reads its input. */
    STUCK("stuck", false),
    /** Its reply breaks the schema of the workload. */
    MALFORMED_REPLY("malformed-reply", false),
    /** It sent a client a reply to no request of that client. */
    UNASKED_REPLY("unasked-reply", false),
    /** It answered none of the final reads. */
    NO_FINAL_READ("no-final-read", false);

    private final String jsonName;
    private final boolean endsRun;

    Kind(String jsonName, boolean endsRun) {
      this.jsonName = jsonName;
      this.endsRun = endsRun;
    }

    /** The name in results: lower case, with hyphens. */
    public String jsonName() {
      return jsonName;
    }

    /** True if the run ends; false if it goes on, as Maelstrom's does. */
    public boolean endsRun() {
      return endsRun;
    }
  }

  /** Makes a problem; its details are alternating names and values. */
  public static Problem of(NodeId node, Kind kind, String summary, Object... namesAndValues) {
    return new Problem(node, kind, summary, ((Json.Obj) Json.object(namesAndValues)).fields());
  }

  /** Returns this problem with one more detail. */
  public Problem with(String name, Json value) {
    Map<String, Json> more = new LinkedHashMap<>(details);
    more.put(name, value);
    return new Problem(node, kind, summary, more);
  }

  /** Returns this problem with more details. */
  public Problem with(Map<String, Json> others) {
    Map<String, Json> more = new LinkedHashMap<>(details);
    more.putAll(others);
    return new Problem(node, kind, summary, more);
  }

  /** The problem as it stands in {@code results.json}. */
  public Json json() {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("node", Json.of(node));
    fields.put("kind", Json.of(kind.jsonName()));
    fields.put("summary", Json.of(summary));
    fields.putAll(details);
    return new Json.Obj(fields);
  }

  /** Makes a detail of lines of text. */
  public static Json lines(List<String> lines) {
    return Json.array(lines.stream().map(Json::of).toList());
  }

  /**
   * Formats the problem for people: the summary, then each detail under its name. A detail of
   * several lines shows only its last lines.
   */
  public String text() {
    StringBuilder text = new StringBuilder(PlainText.line(summary));
    details.forEach(
        (name, value) -> text.append("\n  ").append(name).append(": ").append(shown(value)));
    return text.toString();
  }

  private static String shown(Json value) {
    if (value instanceof Json.Text text) {
      return PlainText.line(text.value());
    }
    if (value instanceof Json.Arr lines) {
      return lines.items().stream()
          .skip(Math.max(0, lines.items().size() - SHOWN_LINES))
          .map(line -> "\n    " + shown(line))
          .collect(joining());
    }
    return JsonCodec.format(value);
  }
}
