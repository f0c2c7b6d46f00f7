package dev.tattle.bench.history;

import static java.util.stream.Collectors.joining;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Values for people: strings bare, the rest as JSON. */
public final class Shown {
  /** A longer text is cut. */
  private static final int MAX_CHARS = 60;

  private static final int MAX_VALUES = 8;

  private Shown() {}

  /** A value; a long one is cut, and {@code "?"} stands for none. */
  public static String text(@Nullable Json value) {
    if (value == null) {
      return "?";
    }
    String text = whole(value);
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
  }

  /** Any text on one line of at most so many characters: it moves no cursor and forges no line. */
  public static String line(String text, int maxChars) {
    return PlainText.line(text.length() <= maxChars ? text : text.substring(0, maxChars) + "...");
  }

  /** A value as JSON, so that a string is told from a number; a long one is cut. */
  public static String json(Json value) {
    String text = JsonCodec.format(value);
    return text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "...";
  }

  /** A value, however long it is. */
  public static String whole(Json value) {
    return value instanceof Json.Text words ? words.value() : JsonCodec.format(value);
  }

  /** Who did what, and how it ended. */
  public static String completion(Operation completion) {
    Json end = completion.error() == null ? completion.value() : completion.error();
    return "process " + completion.process() + ", " + completion.f() + ": " + text(end);
  }

  /** What was done: {@code write 3}, {@code read null}. */
  public static String attempt(Attempt attempt) {
    Operation told = attempt.isOk() ? attempt.completion() : attempt.invocation();
    return attempt.f() + " " + text(told.value());
  }

  /** Values of which one holds: {@code "1 or 2"}. A long list is cut. */
  public static String either(List<Json> values) {
    int more = values.size() - MAX_VALUES;
    String first = values.stream().limit(MAX_VALUES).map(Shown::text).collect(joining(" or "));
    return more <= 0 ? first : first + " or " + more + " more";
  }

  /** Intervals {@code [from, to]}; a long list is cut. */
  public static String ranges(List<Json> ranges) {
    return list(ranges, Shown::range);
  }

  /** A list, which ends with how many more items there are once it is long. */
  public static <T> String list(List<T> items, Function<T, String> shown) {
    int chars = 0;
    int fitting = 0;
    while (fitting < items.size() && chars < MAX_CHARS) {
      chars += shown.apply(items.get(fitting)).length() + 2;
      fitting++;
    }
    String list = items.stream().limit(fitting).map(shown).collect(joining(", "));
    int more = items.size() - fitting;
    return more == 0 ? list : list + ", ... " + more + " more";
  }

  private static String range(Json range) {
    if (!(range instanceof Json.Arr ends) || ends.items().size() != 2) {
      return text(range);
    }
    String from = text(ends.items().get(0));
    String to = text(ends.items().get(1));
    return from.equals(to) ? from : from + " to " + to;
  }
}
