package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Finding.Circle.Arrow;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws operations that come before each other in a circle, as an SVG without scripts: one below
 * the other, with an arrow and its reason from each to the next, and from the last back to the
 * first.
 */
final class CirclePicture {
  /** A longer circle shows its first operations and its last one. */
  static final int MAX_OPERATIONS = 12;

  private static final int MAX_TEXT = 120;
  private static final int CHAR = 7;
  private static final int PADDING = 10;
  private static final int LEFT = 44;
  private static final int BOX = 46;
  private static final int GAP = 46;
  private static final int TOP = 6;
  private static final int HEAD = 7;

  private final Finding.Circle circle;
  private final List<NodeId> nodes;
  private final List<Integer> drawn = new ArrayList<>();
  private final StringBuilder svg = new StringBuilder();
  private final int width;

  /**
   * Makes a picture.
   *
   * @param nodes in the order of the processes that talk to them
   */
  CirclePicture(Finding.Circle circle, List<NodeId> nodes) {
    this.circle = circle;
    this.nodes = nodes;
    int size = circle.operations().size();
    for (int i = 0; i < size; i++) {
      if (i < MAX_OPERATIONS - 1 || i == size - 1) {
        drawn.add(i);
      }
    }
    int chars = 0;
    for (int place : drawn) {
      chars = Math.max(chars, Math.max(head(place).length(), steps(place).length()));
      chars = Math.max(chars, reason(place).length() + LEFT / CHAR);
    }
    width = LEFT + 2 * PADDING + CHAR * chars;
  }

  /** The number of operations that are not drawn. */
  int leftOut() {
    return circle.operations().size() - drawn.size();
  }

  String svg() {
    int height = top(drawn.size() - 1) + BOX + GAP;
    add(
        "<svg role=\"img\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">",
        width, height, width, height);
    List<String> reasons = circle.arrows().stream().map(Arrow::reason).toList();
    add("<title>%s</title>", text(circle.title() + ": " + String.join("; ", reasons), 600));
    for (int row = 0; row < drawn.size(); row++) {
      addBox(row);
    }
    for (int row = 0; row + 1 < drawn.size(); row++) {
      addArrowDown(row);
    }
    addArrowBack();
    return svg.append("</svg>").toString();
  }

  private void addBox(int row) {
    int place = drawn.get(row);
    int top = top(row);
    add("<g><title>%s</title>", text(Shown.attempt(circle.operations().get(place)), 400));
    add("<path class=\"box\" d=\"M%d %dH%dv%dH%dz\"/>", LEFT, top, width - 1, BOX, LEFT);
    int left = LEFT + PADDING;
    add("<text class=\"head\" x=\"%d\" y=\"%d\">%s</text>", left, top + 18, escaped(head(place)));
    add("<text x=\"%d\" y=\"%d\">%s</text></g>", left, top + 36, escaped(steps(place)));
  }

  private void addArrowDown(int row) {
    int x = LEFT + 2 * PADDING;
    int from = top(row) + BOX;
    int to = top(row + 1);
    boolean isCut = drawn.get(row) + 1 < drawn.get(row + 1);
    add("<g class=\"%s\">", relation(drawn.get(row)));
    add(
        "<path class=\"arrow\"%s d=\"M%d %dV%d\"/>",
        isCut ? " stroke-dasharray=\"4 4\"" : "", x, from, to);
    add("<path class=\"tip\" d=\"M%d %dl%d %dh%dz\"/>", x, to, -HEAD / 2 - 1, -HEAD, HEAD + 1);
    addReason(drawn.get(row), x + PADDING, (from + to) / 2 + 4);
    svg.append("</g>");
  }

  /** Leads along the left side, from below the last operation up to the first one. */
  private void addArrowBack() {
    int last = drawn.size() - 1;
    int bottom = top(last) + BOX;
    int below = bottom + GAP / 2;
    int x = LEFT + 2 * PADDING;
    int first = top(0) + BOX / 2;
    add("<g class=\"%s\">", relation(drawn.get(last)));
    add("<path class=\"arrow\" d=\"M%d %dV%dH%dV%dH%d\"/>", x, bottom, below, 12, first, LEFT);
    add(
        "<path class=\"tip\" d=\"M%d %dl%d %dv%dz\"/>",
        LEFT, first, -HEAD, -HEAD / 2 - 1, HEAD + 1);
    addReason(drawn.get(last), x + PADDING, below + 4);
    svg.append("</g>");
  }

  private void addReason(int place, int x, int y) {
    Arrow arrow = circle.arrows().get(place);
    add("<text x=\"%d\" y=\"%d\"><title>%s</title>", x, y, text(arrow.reason(), 400));
    add("<tspan class=\"head\">%s</tspan> ", text(arrow.label(), MAX_TEXT));
    add("%s</text>", escaped(cut(arrow.reason())));
  }

  private String relation(int place) {
    return circle.arrows().get(place).label().replaceAll("[^a-z]", "");
  }

  private String reason(int place) {
    return circle.arrows().get(place).label() + " " + cut(circle.arrows().get(place).reason());
  }

  private String head(int place) {
    Attempt attempt = circle.operations().get(place);
    long process = attempt.invocation().process();
    return String.format(
        Locale.ROOT,
        "%s · process %d on %s · %.3f s to %.3f s%s",
        cut(circle.names().get(place)),
        process,
        nodes.get((int) (process % nodes.size())).name(),
        attempt.invocation().timeNanos() / 1e9,
        attempt.completion().timeNanos() / 1e9,
        attempt.isOk() ? "" : ", of unknown end");
  }

  private String steps(int place) {
    return cut(Shown.whole(circle.operations().get(place).completion().value()));
  }

  private static int top(int row) {
    return TOP + row * (BOX + GAP);
  }

  private static String cut(String text) {
    return Excerpts.cut(Shown.line(text, 10 * MAX_TEXT), MAX_TEXT);
  }

  private static String text(String text, int maxLength) {
    return escaped(Excerpts.cut(text, maxLength));
  }

  private static String escaped(String text) {
    return Html.escape(text);
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
