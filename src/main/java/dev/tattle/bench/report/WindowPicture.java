package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Draws overlapping operations as an SVG without scripts: a lane per process, a bar per operation.
 * Each invocation and each completion gets one column, in order, whatever the time between them.
 * Otherwise one long operation would leave no room for the others. So every bar has room for its
 * label.
 */
final class WindowPicture {
  /** A larger window shows only its latest operations. */
  static final int MAX_OPERATIONS = 40;

  private static final int MAX_LABEL = 24;
  private static final int MAX_TITLE = 400;
  private static final int LEAST_CHARS = 6;
  private static final int CHAR = 7;
  private static final int PADDING = 8;
  private static final int LANE = 32;
  private static final int BAR = 22;
  private static final int TOP = 26;
  private static final int AXIS = 24;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Finding.Window window;
  private final List<NodeId> nodes;
  private final List<Attempt> operations;
  private final List<Long> processes;
  private final StringBuilder svg = new StringBuilder();

  /** The column of each entry, by its index in the history. */
  private final SortedMap<Long, Integer> columns = new TreeMap<>();

  private int stateColumn;
  private final int left;
  private final int columnWidth;

  /**
   * Makes a picture.
   *
   * @param nodes in the order of the processes that talk to them
   */
  WindowPicture(Finding.Window window, List<NodeId> nodes) {
    this.window = window;
    this.nodes = nodes;
    List<Attempt> all = window.operations();
    operations = all.subList(Math.max(0, all.size() - MAX_OPERATIONS), all.size());
    processes = operations.stream().map(WindowPicture::process).distinct().sorted().toList();
    left = PADDING + width(processes.stream().map(this::lane).toList());
    columnWidth = PADDING + width(operations.stream().map(this::labelOfAColumn).toList());
    setColumns();
  }

  private static int width(List<String> texts) {
    return PADDING + CHAR * texts.stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * The label for which one column needs room. The last operation has two columns, one before its
   * states.
   */
  private String labelOfAColumn(Attempt attempt) {
    String label = label(attempt);
    int chars = attempt.equals(window.last()) ? (label.length() + 1) / 2 : label.length();
    return " ".repeat(Math.max(LEAST_CHARS, chars));
  }

  private void setColumns() {
    SortedMap<Long, Operation> entries = new TreeMap<>();
    for (Attempt attempt : operations) {
      entries.put(attempt.invocation().index(), attempt.invocation());
      if (attempt.isOk()) {
        entries.put(attempt.completion().index(), attempt.completion());
      }
    }
    int next = 0;
    for (long index : entries.keySet()) {
      if (index == window.last().completion().index()) {
        stateColumn = next++;
      }
      columns.put(index, next++);
    }
  }

  /** The number of operations that are not drawn. */
  int leftOut() {
    return window.operations().size() - operations.size();
  }

  /** The time of the first column, in seconds since the run began. */
  String begin() {
    return String.format(Locale.ROOT, "%.3f", operations.get(0).invocation().timeNanos() / 1e9);
  }

  String svg() {
    int width = right() + 3 * PADDING;
    int height = TOP + LANE * processes.size() + AXIS;
    add(
        "<svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">",
        width, height, width, height);
    add("<title>%s</title>", text(String.join("; ", words()), MAX_TITLE));
    addLanes(width);
    addStates();
    operations.forEach(this::addBar);
    operations.forEach(this::addTimes);
    add("</svg>");
    return svg.toString();
  }

  private List<String> words() {
    List<String> words = new ArrayList<>();
    operations.forEach(attempt -> words.add(lane(process(attempt)) + ": " + label(attempt)));
    return words;
  }

  private void addLanes(int width) {
    for (long process : processes) {
      int middle = y(process) + BAR / 2;
      add("<text x=\"0\" y=\"%d\">%s</text>", middle + 4, text(lane(process), MAX_LABEL));
      add("<path class=\"lane\" d=\"M%d %dH%d\"/>", left, middle, width);
    }
  }

  private void addStates() {
    int bottom = TOP + LANE * processes.size();
    String states = Shown.either(window.states());
    add("<g class=\"states\"><title>%s</title>", text(states, MAX_TITLE));
    add("<path d=\"M%d %dV%d\"/>", x(stateColumn), TOP - 6, bottom);
    add(
        "<text x=\"%d\" y=\"14\" text-anchor=\"middle\">%s</text></g>",
        x(stateColumn), text("state " + states, MAX_LABEL));
  }

  /** A bar without a right side is an operation of unknown outcome, or one that ended later. */
  private void addBar(Attempt attempt) {
    boolean isWrong = attempt.equals(window.last());
    int from = x(column(attempt.invocation()));
    int to = attempt.isOk() ? x(column(attempt.completion())) : right();
    int top = y(process(attempt));
    add("<g class=\"%s\">", isWrong ? "wrong" : attempt.isOk() ? "ok" : "info");
    add("<title>%s</title>", text(Shown.attempt(attempt), MAX_TITLE));
    add("<path d=\"M%d %dH%dv%dH%d%s\"/>", to, top, from, BAR, to, attempt.isOk() ? "z" : "");
    add("<text x=\"%d\" y=\"%d\">%s</text></g>", from + 6, top + 15, Html.escape(label(attempt)));
  }

  private void addTimes(Attempt attempt) {
    addTime(attempt.invocation());
    if (attempt.isOk()) {
      addTime(attempt.completion());
    }
  }

  private void addTime(Operation entry) {
    double millis =
        (entry.timeNanos() - operations.get(0).invocation().timeNanos()) / NANOS_PER_MILLI;
    int bottom = TOP + LANE * processes.size();
    add("<path class=\"lane\" d=\"M%d %dv5\"/>", x(column(entry)), bottom);
    add(
        "<text class=\"time\" x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        x(column(entry)), bottom + 18, String.format(Locale.ROOT, "%.1f", millis));
  }

  private int column(Operation entry) {
    return columns.getOrDefault(entry.index(), 0);
  }

  /** The right end of bars without a right side. */
  private int right() {
    boolean isAllEnded = operations.stream().allMatch(Attempt::isOk);
    return x(columns.size() + (isAllEnded ? 0 : 1));
  }

  private int x(int column) {
    return left + column * columnWidth;
  }

  private int y(long process) {
    return TOP + LANE * processes.indexOf(process);
  }

  private static long process(Attempt attempt) {
    return attempt.invocation().process();
  }

  private String lane(long process) {
    return process + " on " + nodes.get((int) (process % nodes.size())).name();
  }

  private String label(Attempt attempt) {
    String label = Excerpts.cut(Shown.attempt(attempt), MAX_LABEL);
    return attempt.equals(window.last()) ? "✗ " + label : label;
  }

  private static String text(String text, int maxLength) {
    return Html.escape(Excerpts.cut(text, maxLength));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
