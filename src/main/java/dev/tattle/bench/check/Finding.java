package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One result of a checker, under its name in {@code results.json}. Its type says what it means, so
 * that summary, page and shrinker can show it without knowing names.
 */
public sealed interface Finding {
  /** Adds this finding to the results. Some findings are only for people and add nothing. */
  void putInto(Map<String, Json> results);

  /**
   * A sentence for the summary; not in the results.
   *
   * @param label of its line, at most 12 characters
   */
  record Sentence(String label, String text) implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * A number of things.
   *
   * @param name ends in {@code -count}
   */
  record Count(String name, long count, Count.Use use) implements Finding {
    /** Where the number is shown. */
    public enum Use {
      /** Only the results. */
      DETAIL,
      /** The page shows it first. */
      FIGURE,
      /** The page shows it first; above 0 it is a reason for an invalid verdict. */
      FAULT
    }

    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, Json.of(count));
    }
  }

  /** A list of values. */
  record ValueList(String name, List<Json> values, ValueList.Use use) implements Finding {
    /** What the values mean. */
    public enum Use {
      /** Only the results have them. */
      DETAIL,
      /** The summary lists them. */
      LISTED,
      /**
       * Lost values: a client was told that they are kept, but reads (arrays) no longer show them.
       */
      LOST
    }

    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, Json.array(values));
    }
  }

  /**
   * Values that came too often, as results of operations or as items of arrays.
   *
   * @param counts how often each came
   */
  record Repeated(String name, Map<Json, Integer> counts) implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, Values.counts(counts));
    }
  }

  /**
   * Quantiles of a duration.
   *
   * @param label of its line in the summary, such as {@code "stable after"}; null if only the
   *     results show it
   * @param meaning what was measured, for the page: from when to when, and of what
   * @param sortedMillis in ascending order, at least one
   */
  record Quantiles(String name, @Nullable String label, String meaning, List<Long> sortedMillis)
      implements Finding {
    private static final List<String> AT = List.of("0", "0.5", "0.95", "0.99", "1");

    /** The milliseconds by quantile. */
    public Map<String, Long> millis() {
      Map<String, Long> millis = new LinkedHashMap<>();
      for (String quantile : AT) {
        int place = (int) Math.floor(sortedMillis.size() * Double.parseDouble(quantile));
        millis.put(quantile, sortedMillis.get(Math.min(place, sortedMillis.size() - 1)));
      }
      return millis;
    }

    @Override
    public void putInto(Map<String, Json> results) {
      Map<String, Json> quantiles = new LinkedHashMap<>();
      millis().forEach((at, millis) -> quantiles.put(at, Json.of(millis)));
      results.put(name, new Json.Obj(quantiles));
    }
  }

  /**
   * A measurement over time, for a picture; not in the results.
   *
   * @param title of the picture
   * @param meaning what the picture shows, in a sentence
   * @param points in any order
   */
  record Series(String title, String meaning, List<Series.Point> points) implements Finding {
    /**
     * A measurement.
     *
     * @param timeNanos since the run began
     */
    public record Point(long timeNanos, long millis) {}

    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * Values that should lie in ranges.
   *
   * @param ranges pairs {@code [lower, upper]}, both inclusive, under a name of their own
   */
  record Bounded(String name, List<Json> values, String rangesName, List<Json> ranges)
      implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, Json.array(values));
      results.put(rangesName, Json.array(ranges));
    }
  }

  /**
   * Wrong operations.
   *
   * @param none the JSON in the results if there are none
   */
  record Wrong(String name, List<WrongOperation> operations, Json none) implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {
      results.put(
          name,
          operations.isEmpty()
              ? none
              : Json.array(operations.stream().map(WrongOperation::json).toList()));
    }
  }

  /**
   * A wrong operation.
   *
   * @param json as it stands in the results
   * @param text in the summary: who did what, and how it ended
   * @param title of its row on the page
   * @param note beside the operation in a listing of the history
   */
  record WrongOperation(Attempt attempt, Json json, String text, String title, String note) {}

  /**
   * An anomaly, under its name in the literature or in Jepsen.
   *
   * @param count of all cases
   * @param isAllowed true if it does not affect the verdict
   * @param json as it stands in the results
   * @param cases the first of them, at least one
   */
  record Anomaly(String name, long count, boolean isAllowed, Json json, List<Case> cases)
      implements Finding {
    /** One case in a sentence, and the operations that show it. */
    public record Case(String text, List<Noted> operations) {}

    /** An operation and its part in a case. */
    public record Noted(Attempt attempt, String note) {}

    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, json);
    }
  }

  /**
   * Overlapping operations that contradict each other, for a picture; not in the results.
   *
   * @param title names the object: {@code "key 7"}
   * @param last the operation that has no explanation
   * @param states that explain all that ended before it
   * @param operations all of them, in the order of their invocations; their values leave out the
   *     object
   */
  record Window(String title, Attempt last, List<Json> states, List<Attempt> operations)
      implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * A circle of operations, for a picture: each comes before the next, and the last before the
   * first. It is not in the results.
   *
   * @param title the name of such a circle
   * @param names of the operations, as sentences have them
   * @param operations in their order
   * @param arrows from each operation to the next; the last arrow leads from the last to the first
   */
  record Circle(
      String title, List<String> names, List<Attempt> operations, List<Circle.Arrow> arrows)
      implements Finding {
    /**
     * Why one operation comes before another.
     *
     * @param label the kind of reason, a few letters
     * @param reason a sentence
     */
    public record Arrow(String label, String reason) {}

    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * A mistake that Maelstrom does not judge. It makes only a strict verdict invalid.
   *
   * @param name of its kind
   * @param count how often it happened
   * @param text one sentence
   * @param details the first case: {@code "wrote"}, {@code "expected"}
   */
  record Warning(String name, long count, String text, Map<String, Json> details)
      implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {
      List<Json> all = new ArrayList<>();
      if (results.get("warnings") instanceof Json.Arr earlier) {
        all.addAll(earlier.items());
      }
      Map<String, Json> fields = new LinkedHashMap<>();
      fields.put("kind", Json.of(name));
      fields.put("count", Json.of(count));
      fields.put("summary", Json.of(text));
      fields.putAll(details);
      all.add(new Json.Obj(fields));
      results.put("warnings", Json.array(all));
    }
  }

  /** The place of {@code "valid?"} in the results, if it is not first. */
  enum Place implements Finding {
    /** The verdict stands here. */
    VERDICT;

    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /** Any other field of the results. */
  record Other(String name, Json value) implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, value);
    }
  }
}
