package dev.tattle.bench.report;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.history.Shown;
import java.util.List;

/** The section of the page with pictures of circles of operations. */
final class Circles {
  /** If there are more, the page only says so. */
  private static final int MAX_PICTURES = 10;

  private Circles() {}

  /** The section's HTML; empty if there are no circles. */
  static String html(Report report) {
    List<Finding.Circle> circles =
        report.results().parts().values().stream()
            .flatMap(findings -> findings.of(Finding.Circle.class))
            .toList();
    if (circles.isEmpty()) {
      return "";
    }
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <section id="circles"><h2>What comes before itself</h2>
        <p class="muted">An arrow leads from each transaction to one that comes later, and says why; so no order of
          all of them is left. <b>ww</b>: the later one wrote over or behind what the earlier one wrote; <b>wr</b>: it read that;
          <b>rw</b>: it wrote over or behind what the earlier one read; <b>process</b>, <b>realtime</b>: order in time.</p>
        """);
    circles.stream().limit(MAX_PICTURES).forEach(circle -> html.append(figure(circle, report)));
    if (circles.size() > MAX_PICTURES) {
      int more = circles.size() - MAX_PICTURES;
      html.append("<p>%d more %s in results.json.</p>\n".formatted(more, more == 1 ? "is" : "are"));
    }
    return html.append("</section>").toString();
  }

  private static String figure(Finding.Circle circle, Report report) {
    CirclePicture picture = new CirclePicture(circle, report.options().nodes());
    String more =
        picture.leftOut() > 0
            ? ", %d of them only in results.json".formatted(picture.leftOut())
            : "";
    return """
        <figure><figcaption><b>%s</b>, %d transactions%s</figcaption>
        <div class="scroll" tabindex="0">%s</div></figure>
        """
        .formatted(
            Html.escape(Shown.line(circle.title(), 80)),
            circle.operations().size(),
            more,
            picture.svg());
  }
}
