package dev.tattle.runtime.cluster.node;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.DoubleSupplier;

/**
 * Collects metrics and shows them in Prometheus' text format 0.0.4. A series is added once and
 * stays.
 *
 * <p>Thread rule: add series on one thread; count on any.
 */
public final class Metrics {
  private record Family(String type, String help, List<Series> series) {}

  private record Series(String suffix, String labels, DoubleSupplier value) {}

  private final Map<String, Family> families = new LinkedHashMap<>();

  /**
   * Adds a counter, a number that only grows.
   *
   * @param labels names and values in turn
   */
  public LongAdder counter(String name, String help, String... labels) {
    LongAdder adder = new LongAdder();
    add(name, "counter", help, new Series("", labels(labels), adder::doubleValue));
    return adder;
  }

  /**
   * Adds a gauge. Its value is read whenever the metrics are shown, on the thread that shows them.
   */
  public void gauge(String name, String help, DoubleSupplier value, String... labels) {
    add(name, "gauge", help, new Series("", labels(labels), value));
  }

  /** Adds a histogram of durations. */
  public Latencies latencies(String name, String help, String... labels) {
    Latencies latencies = new Latencies();
    for (int i = 0; i <= Latencies.BOUNDS_SECONDS.length; i++) {
      int bucket = i;
      String[] le = Arrays.copyOf(labels, labels.length + 2);
      le[labels.length] = "le";
      le[labels.length + 1] = Latencies.bound(i);
      add(
          name,
          "histogram",
          help,
          new Series("_bucket", labels(le), () -> latencies.countUpTo(bucket)));
    }
    add(name, "histogram", help, new Series("_sum", labels(labels), latencies::sumSeconds));
    add(name, "histogram", help, new Series("_count", labels(labels), latencies::count));
    return latencies;
  }

  private void add(String name, String type, String help, Series series) {
    families
        .computeIfAbsent(name, unused -> new Family(type, help, new ArrayList<>()))
        .series
        .add(series);
  }

  /** Writes all series as text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    families.forEach(
        (name, family) -> {
          text.append("# HELP ").append(name).append(' ').append(family.help).append('\n');
          text.append("# TYPE ").append(name).append(' ').append(family.type).append('\n');
          for (Series series : family.series) {
            text.append(name).append(series.suffix).append(series.labels).append(' ');
            text.append(number(series.value.getAsDouble())).append('\n');
          }
        });
    return text.toString();
  }

  private static String labels(String... namesAndValues) {
    if (namesAndValues.length == 0) {
      return "";
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value =
          namesAndValues[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      labels.add(namesAndValues[i] + "=\"" + value + "\"");
    }
    return "{" + String.join(",", labels) + "}";
  }

  private static String number(double value) {
    boolean isWhole = value == Math.rint(value) && Math.abs(value) < 1e15;
    return isWhole ? Long.toString((long) value) : String.format(Locale.ROOT, "%s", value);
  }
}
