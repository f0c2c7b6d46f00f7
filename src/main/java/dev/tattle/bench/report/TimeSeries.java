package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Series.Point;
import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The sections of the page about measurements of checkers over time. Each is an SVG without
 * scripts: the greatest value of each column, with the faults behind it.
 */
final class TimeSeries {
  private static final int WIDTH = 1200;
  private static final int HEIGHT = 220;
  private static final int LEFT = 64;
  private static final int BOTTOM = 24;
  private static final int TOP = 8;
  private static final int RIGHT = 8;
  private static final int COLUMN = 2;
  private static final int MOST_TICKS = 8;
  private static final int MOST_POINTS = 50;
  private static final int[] STEPS = {2, 5, 10};
  private static final int END = WIDTH - RIGHT;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Finding.Series series;
  private final StringBuilder svg = new StringBuilder();
  private final double endSeconds;
  private final double mostMillis;

  private TimeSeries(Finding.Series series, List<Operation> history) {
    this.series = series;
    long end = history.isEmpty() ? 1 : history.get(history.size() - 1).timeNanos();
    endSeconds = Math.max(1, end) / NANOS_PER_SECOND;
    mostMillis = Math.max(1, series.points().stream().mapToLong(Point::millis).max().orElse(1));
  }

  /** The sections' HTML; empty if nothing was measured. */
  static String html(Report report) {
    StringBuilder html = new StringBuilder();
    report.results().parts().values().stream()
        .flatMap(findings -> findings.of(Finding.Series.class))
        .forEach(series -> html.append(section(series, report.history())));
    return html.toString();
  }

  private static String section(Finding.Series series, List<Operation> history) {
    return """
        <section class="series"><h2>%s</h2>
        <p class="muted">%s, in ms, by time in s; of what is close together, the greatest. Shaded: a fault is on.</p>
        %s</section>
        """
        .formatted(
            Html.escape(series.title()),
            Html.escape(series.meaning()),
            new TimeSeries(series, history).svg(history));
  }

  private String svg(List<Operation> history) {
    add("<svg role=\"img\" viewBox=\"0 0 %d %d\">", WIDTH, HEIGHT);
    add("<title>%s over time, at most %.0f ms</title>", Html.escape(series.title()), mostMillis);
    addFaults(history);
    addTicks();
    SortedMap<Long, Long> columns = columns();
    add("<path class=\"line\" d=\"%s\"/>", line(columns));
    addPoints(columns);
    add("</svg>");
    return svg.toString();
  }

  private void addFaults(List<Operation> history) {
    Json.Obj faults = (Json.Obj) FaultTable.of(history);
    for (Json row : ((Json.Arr) faults.fields().getOrDefault("rows", Json.array())).items()) {
      List<Json> cells = ((Json.Arr) row).items();
      double begin = x(((Json.Int) cells.get(3)).value() * NANOS_PER_MICRO);
      boolean hasEnd = cells.get(4) instanceof Json.Int;
      addFault(begin, hasEnd ? x(((Json.Int) cells.get(4)).value() * NANOS_PER_MICRO) : END);
    }
  }

  private void addFault(double from, double to) {
    int height = HEIGHT - BOTTOM - TOP;
    add(
        "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        from, TOP, Math.max(1, to - from), height);
  }

  private void addTicks() {
    double step = Math.max(1, step(mostMillis));
    for (double millis = 0; millis <= mostMillis; millis += step) {
      add("<path d=\"M%d %.1fH%d\"/>", LEFT, y(millis), END);
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
          LEFT - 8, y(millis) + 4, millis);
    }
    double secondsStep = step(endSeconds);
    for (double seconds = 0; seconds <= endSeconds; seconds += secondsStep) {
      double x = x((long) (seconds * NANOS_PER_SECOND));
      String text = String.format(Locale.ROOT, "%." + digits(secondsStep) + "f", seconds);
      add("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>", x, HEIGHT - 6, text);
    }
  }

  /** The least of 1, 2, 5, 10, 20 … that gives few enough ticks up to {@code most}. */
  private static double step(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most / MOST_TICKS)));
    double step = power;
    for (int i = 0; i < STEPS.length && most / step > MOST_TICKS; i++) {
      step = power * STEPS[i];
    }
    return step;
  }

  /** As many digits as tell neighbouring ticks apart. */
  private static int digits(double step) {
    return (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
  }

  private SortedMap<Long, Long> columns() {
    SortedMap<Long, Long> columns = new TreeMap<>();
    for (Point point : series.points()) {
      columns.merge((long) x(point.timeNanos()) / COLUMN * COLUMN, point.millis(), Math::max);
    }
    return columns;
  }

  /** A line of few points, or of one, would hardly be seen. */
  private void addPoints(SortedMap<Long, Long> columns) {
    if (columns.size() <= MOST_POINTS) {
      columns.forEach((x, millis) -> add("<circle cx=\"%d\" cy=\"%.1f\" r=\"3\"/>", x, y(millis)));
    }
  }

  private String line(SortedMap<Long, Long> columns) {
    StringBuilder path = new StringBuilder();
    columns.forEach(
        (x, millis) ->
            path.append(path.isEmpty() ? 'M' : 'L')
                .append(String.format(Locale.ROOT, "%d %.1f", x, y(millis))));
    return path.toString();
  }

  private double x(long nanos) {
    return LEFT + nanos / NANOS_PER_SECOND / endSeconds * (END - LEFT);
  }

  private double y(double millis) {
    return HEIGHT - BOTTOM - millis / mostMillis * (HEIGHT - BOTTOM - TOP);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
