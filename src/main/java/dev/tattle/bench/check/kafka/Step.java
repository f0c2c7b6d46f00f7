package dev.tattle.bench.check.kafka;

import static java.util.stream.Collectors.joining;

import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step from one message of a log to the next one that the same client sees. */
record Step(LoggedMessage from, LoggedMessage to) {
  private static final int MOST_SKIPPED = 32;
  private static final int SHOWN_SKIPPED = 3;

  /** The distance in the log's order. 1 is right; an unknown offset counts as 1. */
  int delta() {
    boolean isKnown = from.index() != LoggedMessage.NOWHERE && to.index() != LoggedMessage.NOWHERE;
    return isKnown ? to.index() - from.index() : 1;
  }

  boolean skips() {
    return delta() > 1;
  }

  boolean isNonmonotonic() {
    return delta() < 1;
  }

  /** Formats both messages: {@code "9 and then 12"}. */
  String text() {
    return Shown.text(from.value()) + " and then " + Shown.text(to.value());
  }

  /** Formats the messages between them: {@code "10, 11"}. */
  String skippedText() {
    List<Json> skipped = skipped();
    String first = skipped.stream().limit(SHOWN_SKIPPED).map(Shown::text).collect(joining(", "));
    int more = delta() - 1 - SHOWN_SKIPPED;
    return more <= 0 ? first : first + " and " + more + " more";
  }

  private List<Json> skipped() {
    int end = Math.min(to.index(), from.index() + 1 + MOST_SKIPPED);
    return from.log().order().subList(from.index() + 1, end).stream()
        .map(LoggedMessage::value)
        .toList();
  }

  /**
   * The JSON {@code {"key","values","delta","skipped"?,…}}; {@code done} stands under {@code name}.
   */
  Json json(String name, Json done) {
    Map<String, Json> fields = new LinkedHashMap<>();
    fields.put("key", Json.of(from.log().key()));
    fields.put("values", Json.array(from.value(), to.value()));
    fields.put("delta", Json.of(delta()));
    if (skips()) {
      fields.put("skipped", Json.array(skipped()));
    }
    fields.put(name, done);
    return new Json.Obj(fields);
  }
}
