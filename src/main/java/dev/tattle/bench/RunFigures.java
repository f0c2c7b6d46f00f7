package dev.tattle.bench;

import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of many runs of one workload: of each the least, the median and the greatest.
 * Messages an operation, and for sets the quantiles of stable latency. Of the first {@value
 * #MOST_RUNS} runs.
 */
public final class RunFigures {
  private static final int MOST_RUNS = 10_000;
  private static final String MESSAGES = "msgs-per-op";
  private static final String LATENCIES = "stable-latencies";
  private static final Map<String, String> QUANTILES = quantiles();

  private final List<Double> messages = new ArrayList<>();
  private final Map<String, List<Double>> latencies = new LinkedHashMap<>();
  private long runs;

  /** Least, median and greatest. */
  private record Spread(double least, double median, double greatest) {
    static Spread of(List<Double> values) {
      List<Double> sorted = values.stream().sorted().toList();
      return new Spread(
          sorted.get(0), sorted.get(sorted.size() / 2), sorted.get(sorted.size() - 1));
    }

    String text(String format) {
      String all = String.join(" / ", format, format, format);
      return String.format(Locale.ROOT, all, least, median, greatest);
    }

    Json json() {
      return Json.object("min", number(least), "median", number(median), "max", number(greatest));
    }

    private static Json number(double value) {
      return value == Math.rint(value)
          ? Json.of((long) value)
          : new Json.Num(Float.toString((float) value));
    }
  }

  /** Takes the results of one more run. */
  public void add(Json.Obj results) {
    if (++runs > MOST_RUNS) {
      return;
    }
    Map<String, Json> servers = Findings.part(Findings.part(results.fields(), "net"), "servers");
    add(messages, servers.get(MESSAGES));
    Findings.part(Findings.part(results.fields(), "workload"), LATENCIES)
        .forEach(
            (at, millis) -> add(latencies.computeIfAbsent(at, q -> new ArrayList<>()), millis));
  }

  /** For people; nothing where nothing was measured. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!messages.isEmpty()) {
      String of = " an operation (least / median / greatest of " + messages.size() + " runs)";
      lines.add(Summary.line("messages", Spread.of(messages).text("%.2f") + of));
    }
    List<String> after = new ArrayList<>();
    QUANTILES.forEach(
        (at, name) -> {
          if (latencies.containsKey(at)) {
            after.add(Spread.of(latencies.get(at)).text("%.0f") + " ms (" + name + ")");
          }
        });
    if (!after.isEmpty()) {
      lines.add(Summary.line("stable after", String.join(", ", after)));
    }
    return lines;
  }

  /** By the names of results: {@code {"min","median","max"}} for each figure. */
  public Map<String, Json> json() {
    Map<String, Json> json = new LinkedHashMap<>();
    if (!messages.isEmpty()) {
      json.put(MESSAGES, Spread.of(messages).json());
    }
    if (!latencies.isEmpty()) {
      Map<String, Json> quantiles = new LinkedHashMap<>();
      latencies.forEach((at, millis) -> quantiles.put(at, Spread.of(millis).json()));
      json.put(LATENCIES, new Json.Obj(quantiles));
    }
    return json;
  }

  private static void add(List<Double> values, @Nullable Json value) {
    if (value instanceof Json.Int integer) {
      values.add((double) integer.value());
    } else if (value instanceof Json.Num num) {
      values.add(Double.parseDouble(num.literal()));
    }
  }

  private static Map<String, String> quantiles() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("0.5", "median");
    names.put("0.95", "0.95");
    names.put("0.99", "0.99");
    names.put("1", "max");
    return names;
  }
}
