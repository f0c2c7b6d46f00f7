package dev.tattle.bench.history;

import static java.util.stream.Collectors.joining;

import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Formats values for people: strings without quotes, everything else as JSON. */
public final class Shown {
  /** Longer texts are cut. */
  private static final int MAX_CHARS = 60;

  /** Longer errors are cut. They say what was wrong first and where to read more last. */
  private static final int MAX_ERROR_CHARS = 200;

  private static final int MAX_VALUES = 8;

  private Shown() {}

  /** Formats a number of things: {@code "1 key"}, {@code "2 keys"}. */
  public static String counted(long count, String one) {
    return count + " " + noun(count, one);
  }

  /** Returns the noun for so many things: {@code "key"} for 1, else {@code "keys"}. */
  public static String noun(long count, String one) {
    return count == 1 ? one : one + "s";
  }

  /** Formats a value. A long one is cut; null is {@code "?"}. */
  public static String text(@Nullable Json value) {
    if (value == null) {
      return "?";
    }
    return cut(whole(value), MAX_CHARS);
  }

  /**
   * Formats an error: a name, or {@code [name, text]} as {@code "name: text"}. A long one is cut.
   */
  public static String error(Json error) {
    String text = whole(error);
    if (error instanceof Json.Arr parts && parts.items().size() == 2) {
      Json why = parts.items().get(1);
      text = whole(parts.items().get(0)) + (why.equals(Json.NULL) ? "" : ": " + whole(why));
    }
    return cut(text, MAX_ERROR_CHARS);
  }

  /** Puts text on one line of at most {@code maxChars} characters, escaped by {@link PlainText}. */
  public static String line(String text, int maxChars) {
    return PlainText.line(cut(text, maxChars));
  }

  /** Formats a value as JSON, so that strings differ from numbers. A long one is cut. */
  public static String json(Json value) {
    return cut(JsonCodec.format(value), MAX_CHARS);
  }

  private static String cut(String text, int maxChars) {
    return text.length() <= maxChars ? text : text.substring(0, maxChars) + "...";
  }

  /** Formats a value without a cut. */
  public static String whole(Json value) {
    return value instanceof Json.Text words ? words.value() : JsonCodec.format(value);
  }

  /** Says who did what, and how it ended. */
  public static String completion(Operation completion) {
    Json error = completion.error();
    String end = error == null ? text(completion.value()) : error(error);
    return "process " + completion.process() + ", " + completion.f() + ": " + end;
  }

  /** Says what was done: {@code write 3}, {@code read null}. */
  public static String attempt(Attempt attempt) {
    Operation told = attempt.isOk() ? attempt.completion() : attempt.invocation();
    return attempt.f() + " " + text(told.value());
  }

  /** Formats alternatives: {@code "1 or 2"}. A long list is cut. */
  public static String either(List<Json> values) {
    int more = values.size() - MAX_VALUES;
    String first = values.stream().limit(MAX_VALUES).map(Shown::text).collect(joining(" or "));
    return more <= 0 ? first : first + " or " + more + " more";
  }

  /** Formats intervals {@code [from, to]}. A long list is cut. */
  public static String ranges(List<Json> ranges) {
    return list(ranges, Shown::range);
  }

  /** Formats a list. A long list is cut and ends with the number of further items. */
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
