package dev.tattle.bench.report;

import dev.tattle.wire.JsonCodec;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a self-contained page about a run: it includes styles, scripts and data. */
public final class ReportPage {
  private static final Pattern SLOT = Pattern.compile("\\{\\{([\\w.]+)}}");

  private ReportPage() {}

  /** The page's HTML: 3 MB for 11,000 messages, about 10 MB for the largest run. */
  public static String html(Report report) {
    Map<String, String> values =
        Map.of(
            "title",
            Html.escape(report.title()),
            "windows",
            Windows.html(report),
            "circles",
            Circles.html(report),
            "series",
            TimeSeries.html(report),
            "data",
            script(JsonCodec.format(ReportData.of(report))));
    // One pass over the template, so that inserted text is never searched for slots.
    return SLOT.matcher(Resources.text("report.html"))
        .replaceAll(
            slot -> {
              String value = values.get(slot.group(1));
              return Matcher.quoteReplacement(
                  value == null ? Resources.text(slot.group(1)) : value);
            });
  }

  /** Escapes JSON for a script element: no "</script" and no "<!--" is left in it. */
  static String script(String json) {
    return json.replace("<", "\\u003c");
  }
}
