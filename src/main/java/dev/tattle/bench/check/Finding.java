package dev.tattle.bench.check;

import dev.tattle.bench.history.Attempt;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a checker found, under the name that it has in {@code results.json}. Its type says
 * what it means, so that summary, page and shrinker can show it without knowing any name.
 */
public sealed interface Finding {
  /** Adds what stands in the results; some findings are for people only. */
  void putInto(Map<String, Json> results);

  /**
   * A sentence for the summary. It is not in the results.
   *
   * @param label of its line, at most 12 characters
   */
  record Sentence(String label, String text) implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * How many there are of something.
   *
   * @param name ends in {@code -count}
   */
  record Count(String name, long count, Count.Use use) implements Finding {
    /** Who wants to know. */
    public enum Use {
      /** Only the results. */
      DETAIL,
      /** The page shows it first. */
      FIGURE,
      /** The same; above 0 it makes the run invalid, in a way of its own. */
      FAULT
    }

    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, Json.of(count));
    }
  }

  /** Values. */
  record ValueList(String name, List<Json> values, ValueList.Use use) implements Finding {
    /** What they mean. */
    public enum Use {
      /** Only the results have them. */
      DETAIL,
      /** The summary lists them. */
      LISTED,
      /** Somebody was told that they are kept, and reads (arrays) no longer show them. */
      LOST
    }

    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, Json.array(values));
    }
  }

  /**
   * Values that came more often than they may: results of operations, or items of their arrays.
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
   * How long something took.
   *
   * @param label of its line in the summary, such as {@code "stable after"}; null where only the
   *     results have it
   * @param meaning what was measured, for the page: from when to when, and of what
   * @param sortedMillis the shortest first, at least one
   */
  record Quantiles(String name, @Nullable String label, String meaning, List<Long> sortedMillis)
      implements Finding {
    private static final List<String> AT = List.of("0", "0.5", "0.95", "0.99", "1");

    /** By quantile, in milliseconds. */
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
   * How something went over time, for a picture. It is not in the results.
   *
   * @param title of the picture
   * @param meaning what is drawn, in a sentence
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
   * Values that were to lie in ranges.
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
   * Operations that are wrong.
   *
   * @param none what stands in the results where there are none
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
   * An operation that is wrong.
   *
   * @param json as it stands in the results
   * @param text in the summary: who did what, and how it ended
   * @param title of its row on the page
   * @param note beside the operation in a listing of the history
   */
  record WrongOperation(Attempt attempt, Json json, String text, String title, String note) {}

  /**
   * Something that may not be, under the name that it has in the literature or Jepsen.
   *
   * @param count of all cases
   * @param isAllowed true where the verdict does not mind
   * @param json as it stands in the results
   * @param cases the first of them, at least one
   */
  record Anomaly(String name, long count, boolean isAllowed, Json json, List<Case> cases)
      implements Finding {
    /** One case in a sentence, and the operations that show it. */
    public record Case(String text, List<Noted> operations) {}

    /** What an operation has to do with it. */
    public record Noted(Attempt attempt, String note) {}

    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, json);
    }
  }

  /**
   * Overlapping operations that contradict each other, for a picture. It is not in the results.
   *
   * @param title of what they were done to: {@code "key 7"}
   * @param last the one that has no explanation
   * @param states that explain all that ended before it
   * @param operations all of them, in the order of their invocations; values are without the object
   *     that they were done to
   */
  record Window(String title, Attempt last, List<Json> states, List<Attempt> operations)
      implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * Operations of which each comes before the next one, and the last before the first, for a
   * picture. It is not in the results.
   *
   * @param title what such a circle is called
   * @param names of the operations, as sentences have them
   * @param operations in their order
   * @param arrows from each operation to the next one, the last from the last to the first
   */
  record Circle(
      String title, List<String> names, List<Attempt> operations, List<Circle.Arrow> arrows)
      implements Finding {
    /**
     * Why one operation comes before another.
     *
     * @param label of its kind, a few letters
     * @param reason a sentence
     */
    public record Arrow(String label, String reason) {}

    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /**
   * What no node should do though Maelstrom does not mind: it makes only a strict verdict invalid.
   *
   * @param name of its kind
   * @param count how often
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

  /** Where {@code "valid?"} stands in the results, if it is not first. */
  enum Place implements Finding {
    VERDICT;

    @Override
    public void putInto(Map<String, Json> results) {}
  }

  /** Anything else that only the results have. */
  record Other(String name, Json value) implements Finding {
    @Override
    public void putInto(Map<String, Json> results) {
      results.put(name, value);
    }
  }
}
