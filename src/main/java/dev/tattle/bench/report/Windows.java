package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.history.Shown;
import java.util.List;

/** The section of the page with pictures of operations that contradict each other. */
final class Windows {
  /** If there are more, the page only says so. */
  private static final int MAX_PICTURES = 10;

  private Windows() {}

  /** The section's HTML; empty if there are none. */
  static String html(Report report) {
    List<Finding.Window> windows =
        report.results().parts().values().stream()
            .flatMap(findings -> findings.of(Finding.Window.class))
            .toList();
    if (windows.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <section id="windows"><h2>What nothing explains</h2>
        <p class="muted">These operations contradict each other, whatever all others did. A lane a process; a
          bar from invocation to completion, without a right side if its end is unknown. Columns are in order, below
          them is the time in ms. ✗ has no explanation; all that ended before the dashed line has one.</p>
        """);
    windows.stream().limit(MAX_PICTURES).forEach(w -> html.append(figure(w, report)));
    if (windows.size() > MAX_PICTURES) {
      int more = windows.size() - MAX_PICTURES;
      html.append("<p>%d more %s in results.json.</p>\n".formatted(more, more == 1 ? "is" : "are"));
    }
    return html.append("</section>").toString();
  }

  private static String figure(Finding.Window window, Report report) {
    WindowPicture picture = new WindowPicture(window, report.options().nodes());
    String earlier =
        picture.leftOut() > 0
            ? "; %s only in results.json"
                .formatted(Shown.counted(picture.leftOut(), "earlier operation"))
            : "";
    return """
        <figure><figcaption><b>%s</b>, from %s s on%s</figcaption>
        <div class="scroll" tabindex="0">%s</div></figure>
        """
        .formatted(
            Html.escape(Shown.line(window.title(), 80)), picture.begin(), earlier, picture.svg());
  }
}
