package dev.tattle.bench.verdict;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Collects figures of many runs of one workload, with least, median and greatest value. The figures
 * are messages per operation and, for sets, the quantiles of stable latency and how values spread.
 * The times of convergence are those of all heals. Only the first {@value #MOST_RUNS} runs count.
 */
public final class RunFigures {
  private static final int MOST_RUNS = 10_000;
  private static final String MESSAGES = "msgs-per-op";
  private static final String MESSAGES_A_VALUE = "msgs-per-value";
  private static final String BYTES_A_VALUE = "bytes-per-value";
  private static final String REDUNDANCY = "relative-message-redundancy";
  private static final String HOP = "last-delivery-hop";
  private static final String CONVERGENCE = "convergence-ms";
  private static final Map<String, String> QUANTILES = quantiles();

  private final List<Double> messages = new ArrayList<>();
  private final Map<String, List<Double>> spread = new LinkedHashMap<>();

  /** By the name of the figure, then by quantile. */
  private final Map<String, Map<String, List<Double>>> latencies = new LinkedHashMap<>();

  private final Map<String, String> labels = new LinkedHashMap<>();
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

  /** Adds the results of one more run. */
  public void add(Results results) {
    if (++runs > MOST_RUNS) {
      return;
    }
    Map<String, Json> net = Parts.part(results.json().fields(), "net");
    add(messages, Parts.part(net, "servers").get(MESSAGES));
    addSpread(Parts.part(net, "dissemination"));
    results
        .parts()
        .values()
        .forEach(found -> found.of(Finding.Quantiles.class).forEach(this::addLatencies));
  }

  private void addLatencies(Finding.Quantiles found) {
    if (found.label() != null) {
      labels.put(found.name(), found.label());
      Map<String, List<Double>> quantiles =
          latencies.computeIfAbsent(found.name(), absent -> new LinkedHashMap<>());
      found.millis().forEach((at, millis) -> addTo(quantiles, at, Json.of(millis)));
    }
  }

  private void addSpread(Map<String, Json> of) {
    addTo(spread, MESSAGES_A_VALUE, of.get(MESSAGES_A_VALUE));
    addTo(spread, BYTES_A_VALUE, of.get(BYTES_A_VALUE));
    addTo(spread, REDUNDANCY, Parts.part(of, REDUNDANCY).get("mean"));
    addTo(spread, HOP, Parts.part(of, HOP).get("mean"));
    Parts.items(Parts.part(of, "convergence"), "ms")
        .forEach(millis -> addTo(spread, CONVERGENCE, millis));
  }

  /** Formats the figures for people; empty if nothing was measured. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!messages.isEmpty()) {
      String of =
          " per operation (min / median / max of " + Shown.counted(messages.size(), "run") + ")";
      lines.add(Summary.line("messages", Spread.of(messages).text("%.2f") + of));
    }
    List<String> spreads = new ArrayList<>();
    addText(spreads, MESSAGES_A_VALUE, "%.2f", "messages");
    addText(spreads, BYTES_A_VALUE, "%.0f", "bytes");
    addText(spreads, REDUNDANCY, "%.2f", "RMR");
    addText(spreads, HOP, "%.2f", "last hop");
    if (!spreads.isEmpty()) {
      lines.add(Summary.line("a value", String.join(", ", spreads)));
    }
    List<Double> heals = spread.get(CONVERGENCE);
    if (heals != null) {
      String of = " ms (min / median / max of " + Shown.counted(heals.size(), "heal") + ")";
      lines.add(Summary.line("converged", Spread.of(heals).text("%.0f") + of));
    }
    latencies.forEach(
        (measured, quantiles) -> lines.add(Summary.line(label(measured), latencies(quantiles))));
    return lines;
  }

  /** The figures under the names of results: {@code {"min","median","max"}} for each. */
  public Map<String, Json> json() {
    Map<String, Json> json = new LinkedHashMap<>();
    if (!messages.isEmpty()) {
      json.put(MESSAGES, Spread.of(messages).json());
    }
    spread.forEach((name, values) -> json.put(name, Spread.of(values).json()));
    latencies.forEach(
        (measured, quantiles) -> {
          Map<String, Json> spreads = new LinkedHashMap<>();
          quantiles.forEach((at, millis) -> spreads.put(at, Spread.of(millis).json()));
          json.put(measured, new Json.Obj(spreads));
        });
    return json;
  }

  /** All measurements, run by run, for {@link #addRaw}. */
  public Json raw() {
    Map<String, Json> measured = new LinkedHashMap<>();
    latencies.forEach(
        (name, quantiles) ->
            measured.put(
                name, Json.object("label", Json.of(label(name)), "millis", numbers(quantiles))));
    return Json.object(
        "messages", numbers(messages),
        "spread", numbers(spread),
        "latencies", new Json.Obj(measured));
  }

  /** Adds the measurements of others, for the same workload. */
  public void addRaw(Json.Obj raw) {
    Parts.items(raw.fields(), "messages").forEach(value -> add(messages, value));
    addAll(spread, Parts.part(raw.fields(), "spread"));
    Map<String, Json> measured = Parts.part(raw.fields(), "latencies");
    for (String name : measured.keySet()) {
      Map<String, Json> one = Parts.part(measured, name);
      if (one.get("label") instanceof Json.Text label) {
        labels.put(name, label.value());
      }
      addAll(
          latencies.computeIfAbsent(name, absent -> new LinkedHashMap<>()),
          Parts.part(one, "millis"));
    }
  }

  private static void addAll(Map<String, List<Double>> figures, Map<String, Json> more) {
    more.keySet()
        .forEach(name -> Parts.items(more, name).forEach(value -> addTo(figures, name, value)));
  }

  private static Json numbers(Map<String, List<Double>> figures) {
    Map<String, Json> json = new LinkedHashMap<>();
    figures.forEach((name, values) -> json.put(name, numbers(values)));
    return new Json.Obj(json);
  }

  private static Json numbers(List<Double> values) {
    return Json.array(values.stream().map(value -> Spread.number(value)).toList());
  }

  private String label(String measured) {
    return labels.getOrDefault(measured, measured);
  }

  private static String latencies(Map<String, List<Double>> quantiles) {
    List<String> words = new ArrayList<>();
    QUANTILES.forEach(
        (at, name) -> {
          List<Double> millis = quantiles.get(at);
          if (millis != null) {
            words.add(Spread.of(millis).text("%.0f") + " ms (" + name + ")");
          }
        });
    return String.join(", ", words);
  }

  private void addText(List<String> spreads, String name, String format, String unit) {
    List<Double> values = spread.get(name);
    if (values != null) {
      spreads.add(Spread.of(values).text(format) + " " + unit);
    }
  }

  private static void addTo(Map<String, List<Double>> figures, String name, @Nullable Json value) {
    if (value != null) {
      add(figures.computeIfAbsent(name, absent -> new ArrayList<>()), value);
    }
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
