package dev.tattle.bench.check.kafka;

import static java.util.stream.Collectors.joining;

import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A step from one message of a log to the next one that the same client sees. */
record Step(Placed before, Placed after) {
  private static final int MOST_SKIPPED = 32;
  private static final int SHOWN_SKIPPED = 3;

  LoggedMessage from() {
    return before.message();
  }

  LoggedMessage to() {
    return after.message();
  }

  /** The distance in the log's order. 1 is right; an unknown offset counts as 1. */
  int delta() {
    boolean isKnown =
        from().index() != LoggedMessage.NOWHERE && to().index() != LoggedMessage.NOWHERE;
    return isKnown ? to().index() - from().index() : 1;
  }

  boolean skips() {
    return delta() > 1;
  }

  boolean isNonmonotonic() {
    return delta() < 1;
  }

  /** Formats both: {@code "message 9 (offset 3) and next message 12 (offset 6)"}. */
  String text() {
    // A message that is twice in its log has one index, so here the operation's own offsets say
    // more.
    return skips()
        ? from().textAt(from().index()) + " and next " + to().textAt(to().index())
        : before.text() + " and next " + after.text();
  }

  /** Formats those between them: {@code "message 10 (offset 4), message 11 (offset 5)"}. */
  String skippedText() {
    KeyLog log = from().log();
    String first =
        IntStream.range(from().index() + 1, to().index())
            .limit(SHOWN_SKIPPED)
            .mapToObj(place -> log.order().get(place).textAt(place))
            .collect(joining(", "));
    int more = delta() - 1 - SHOWN_SKIPPED;
    return more <= 0 ? first : first + " and " + more + " more";
  }

  private List<Json> skipped() {
    int end = Math.min(to().index(), from().index() + 1 + MOST_SKIPPED);
    return from().log().order().subList(from().index() + 1, end).stream()
        .map(LoggedMessage::value)
        .toList();
  }

  /**
   * The JSON {@code {"key","values","delta","skipped"?,…}}; {@code done} stands under {@code name}.
   */
  Json json(String name, Json done) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("key", Json.of(from().log().key()));
    fields.put("values", Json.array(from().value(), to().value()));
    fields.put("delta", Json.of(delta()));
    if (skips()) {
      fields.put("skipped", Json.array(skipped()));
    }
    fields.put(name, done);
    return new Json.Obj(fields);
  }
}
