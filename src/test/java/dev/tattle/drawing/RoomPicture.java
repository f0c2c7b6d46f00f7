package dev.tattle.drawing;

import dev.tattle.drawing.RoomLayout.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Draws rooms and arrows as a self-contained SVG, for light and dark pages. */
public final class RoomPicture {
  private static final int MARGIN = 20;
  private static final int NARROWEST = 400;
  private static final int LEGEND = 60;
  private static final int LINES = 3;
  private static final double TEXT_SIZE = 12;
  private static final double TEXT_WIDTH = RoomLayout.BOX_WIDTH - 20;
  private static final int HEAD = 7;

  private static final String STYLE =
      """
      <style>
        .page { fill: #ffffff; }
        .room { fill: #f3f5f8; stroke: #8c99a8; }
        .pure { fill: #e4f3ea; stroke: #4c9a6c; }
        .name { font: 600 14px ui-sans-serif, system-ui, sans-serif; fill: #1a2330; }
        .line { font: 12px ui-sans-serif, system-ui, sans-serif; fill: #414c5a; }
        .arrow { fill: none; stroke: #67768a; stroke-width: 1.4; }
        .head { fill: #67768a; }
        @media (prefers-color-scheme: dark) {
          .page { fill: #0d1117; }
          .room { fill: #1a212b; stroke: #5d6b7c; }
          .pure { fill: #14291f; stroke: #3f8a5f; }
          .name { fill: #e8edf3; }
          .line { fill: #b3bdc9; }
          .arrow { stroke: #8b98a8; }
          .head { fill: #8b98a8; }
        }
      </style>
      """;

  private final RoomLayout layout;
  private final UnaryOperator<String> label;
  private final StringBuilder svg = new StringBuilder();

  private RoomPicture(RoomLayout layout, UnaryOperator<String> label) {
    this.layout = layout;
    this.label = label;
  }

  /**
   * Draws rooms.
   *
   * @param label what a room is called in this picture
   * @param says one line on what a room is
   * @param isDeterministic whether a seed replays a room
   */
  public static String of(
      RoomGraph graph,
      String title,
      UnaryOperator<String> label,
      UnaryOperator<String> says,
      Predicate<String> isDeterministic) {
    return new RoomPicture(new RoomLayout(graph), label).draw(title, says, isDeterministic);
  }

  private String draw(String title, UnaryOperator<String> says, Predicate<String> isDeterministic) {
    long width = Math.max(NARROWEST, Math.round(layout.right() - layout.left())) + 2L * MARGIN;
    int height =
        2 * MARGIN
            + LEGEND
            + (layout.floorCount() - 1) * RoomLayout.FLOOR_HEIGHT
            + RoomLayout.BOX_HEIGHT;
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">"
            .formatted(width, height));
    add("<title>%s</title>".formatted(escaped(title)));
    svg.append(STYLE);
    add("<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"8\"/>".formatted(width, height));
    layout.rooms().values().forEach(this::arrows);
    layout.rooms().forEach((room, cell) -> box(cell, says.apply(room), isDeterministic.test(room)));
    boolean hasLegend = layout.rooms().keySet().stream().anyMatch(isDeterministic);
    legend(height - MARGIN - LEGEND + 38, hasLegend);
    return svg.append("</svg>\n").toString();
  }

  private void add(String line) {
    svg.append(line).append('\n');
  }

  private double x(Cell cell) {
    return cell.x - layout.left() + MARGIN;
  }

  private double top(Cell cell) {
    return MARGIN + (layout.floorCount() - 1 - cell.floor) * (double) RoomLayout.FLOOR_HEIGHT;
  }

  private void box(Cell cell, String line, boolean isDeterministic) {
    double left = x(cell) - RoomLayout.BOX_WIDTH / 2.0;
    add(
        "<rect class=\"%s\" x=\"%s\" y=\"%s\" width=\"%d\" height=\"%d\" rx=\"6\"/>"
            .formatted(
                isDeterministic ? "pure" : "room",
                number(left),
                number(top(cell)),
                RoomLayout.BOX_WIDTH,
                RoomLayout.BOX_HEIGHT));
    text("name", left + 10, top(cell) + 21, label.apply(cell.room));
    List<String> lines = wrapped(line);
    for (int i = 0; i < lines.size(); i++) {
      text("line", left + 10, top(cell) + 39 + 15 * i, lines.get(i));
    }
  }

  private void text(String style, double x, double y, String text) {
    add(
        "<text class=\"%s\" x=\"%s\" y=\"%s\">%s</text>"
            .formatted(style, number(x), number(y), escaped(text)));
  }

  private void arrows(Cell room) {
    for (Cell first : room.down) {
      StringBuilder path = new StringBuilder();
      double x = port(room, room.down, first);
      double y = top(room) + RoomLayout.BOX_HEIGHT;
      path.append("M").append(point(x, y));
      Cell before = room;
      Cell next = first;
      while (!next.isRoom()) {
        curve(path, x, y, x(next), top(next));
        x = x(next);
        y = top(next) + RoomLayout.BOX_HEIGHT;
        path.append(" L").append(point(x, y));
        before = next;
        next = next.down.get(0);
      }
      double endX = port(next, next.up, before);
      double endY = top(next) - HEAD;
      curve(path, x, y, endX, endY);
      add("<path class=\"arrow\" d=\"%s\"/>".formatted(path));
      add(
          "<path class=\"head\" d=\"M%s L%s L%s Z\"/>"
              .formatted(point(endX, top(next)), point(endX - 4, endY), point(endX + 4, endY)));
    }
  }

  /** Arrows leave and reach a side of a box in the order of their other ends. */
  private double port(Cell room, List<Cell> others, Cell other) {
    List<Cell> sorted = new ArrayList<>(others);
    sorted.sort(Comparator.comparingDouble(cell -> cell.x));
    double step = Math.min(26, (RoomLayout.BOX_WIDTH - 30.0) / Math.max(1, others.size()));
    return x(room) + step * (sorted.indexOf(other) - (others.size() - 1) / 2.0);
  }

  private static void curve(StringBuilder path, double x, double y, double toX, double toY) {
    double middle = (y + toY) / 2;
    path.append(" C")
        .append(point(x, middle))
        .append(' ')
        .append(point(toX, middle))
        .append(' ')
        .append(point(toX, toY));
  }

  private void legend(double y, boolean hasDeterministic) {
    text("line", MARGIN, y, "An arrow means: uses. Arrows that follow from others are left out.");
    if (hasDeterministic) {
      String swatch =
          "<rect class=\"pure\" x=\"%d\" y=\"%s\" width=\"16\" height=\"12\" rx=\"3\"/>";
      add(swatch.formatted(MARGIN, number(y + 11)));
      text("line", MARGIN + 24, y + 21, "Deterministic: no clock, thread, file or socket.");
    }
  }

  private static List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : text.split(" ", -1)) {
      String longer = line.isEmpty() ? word : line + " " + word;
      if (width(longer) > TEXT_WIDTH) {
        lines.add(line);
        line = word;
      } else {
        line = longer;
      }
    }
    lines.add(line);
    if (lines.size() > LINES) {
      throw new IllegalArgumentException("too long for its box: make it shorter: " + text);
    }
    return lines;
  }

  /** About how wide a text is, whatever the font. */
  private static double width(String text) {
    double ems = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ("ijltf.,:;'|()I ".indexOf(c) >= 0) {
        ems += 0.33;
      } else if ("mwMW".indexOf(c) >= 0) {
        ems += 0.86;
      } else {
        ems += Character.isUpperCase(c) ? 0.7 : 0.58;
      }
    }
    return ems * TEXT_SIZE;
  }

  private static String point(double x, double y) {
    return number(x) + "," + number(y);
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
