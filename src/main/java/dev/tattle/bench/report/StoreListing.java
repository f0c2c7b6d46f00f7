package dev.tattle.bench.report;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages that list a store: its newest runs with their verdicts, and the files of a directory.
 */
final class StoreListing {
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private static final int MAX_RUNS = 200;
  private static final int MAX_FILES = 1_000;
  private static final int SHOWN_FIGURES = 6;
  private static final List<String> FILES =
      List.of("results.json", "history.jsonl", "messages.jsonl", "node-logs/");
  private static final List<String> VERDICTS = List.of("valid", "invalid", "unknown", "unfinished");
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>%1$s</title><style>%2$s</style></head>
      <body><h1>%1$s</h1>
      %3$s
      </body></html>
      """;

  private StoreListing() {}

  /**
   * Lists the runs, newest first, with a way to compare two of them.
   *
   * @param workload only its runs; null for all
   * @param verdict only runs with this verdict; null for all
   */
  static String runs(Path root, @Nullable String workload, @Nullable String verdict)
      throws IOException {
    List<Path> all = StoredRun.directories(root);
    List<String> shown =
        all.stream()
            .filter(run -> workload == null || workload(run).equals(workload))
            .map(run -> StoredRun.of(root, run))
            .filter(run -> verdict == null || run.verdict().equals(verdict))
            .limit(MAX_RUNS + 1L)
            .map(StoreListing::run)
            .toList();
    if (all.isEmpty()) {
      return page("Runs", "<p>The store is empty. Run maelstrom/bench test first.</p>");
    }
    StringBuilder body = new StringBuilder(filters(all, workload, verdict));
    body.append("<form action=\"/compare\"><button>Compare the two selected runs</button>");
    shown.stream().limit(MAX_RUNS).forEach(body::append);
    if (shown.isEmpty()) {
      body.append("<p>No run matches.</p>");
    } else if (shown.size() > MAX_RUNS) {
      body.append("<p>Older runs are not listed; the store has %d runs.</p>".formatted(all.size()));
    }
    return page("Runs", body.append("</form>").toString());
  }

  private static String workload(Path run) {
    return run.getName(run.getNameCount() - 2).toString();
  }

  private static String filters(
      List<Path> runs, @Nullable String workload, @Nullable String verdict) {
    List<String> workloads = runs.stream().map(StoreListing::workload).distinct().sorted().toList();
    StringBuilder html = new StringBuilder("<nav><p>workload: ");
    html.append(filter("all", null, verdict, workload == null));
    workloads.forEach(w -> html.append(filter(w, w, verdict, w.equals(workload))));
    html.append("</p><p>verdict: ").append(filter("all", workload, null, verdict == null));
    VERDICTS.forEach(v -> html.append(filter(v, workload, v, v.equals(verdict))));
    return html.append("</p></nav>").toString();
  }

  private static String filter(
      String name, @Nullable String workload, @Nullable String verdict, boolean isOn) {
    List<String> query = new ArrayList<>();
    if (workload != null) {
      query.add("workload=" + URLEncoder.encode(workload, StandardCharsets.UTF_8));
    }
    if (verdict != null) {
      query.add("verdict=" + verdict);
    }
    String href = query.isEmpty() ? "/" : "/?" + String.join("&", query);
    String shown = isOn ? "<b>" + Html.escape(name) + "</b>" : Html.escape(name);
    return "<a href=\"%s\">%s</a> ".formatted(Html.escape(href), shown);
  }

  /** Lists the files of a directory. */
  static String files(String name, Path directory) throws IOException {
    StringBuilder items = new StringBuilder("<p><a href=\"/\">all runs</a></p><ul>");
    for (Path file : StoredRun.children(directory).stream().limit(MAX_FILES).toList()) {
      String shown = file.getFileName() + (Files.isDirectory(file) ? "/" : "");
      items.append("<li>").append(link(shown, shown)).append("</li>");
    }
    return page(name, items.append("</ul>").toString());
  }

  private static String run(StoredRun run) {
    StringBuilder html = new StringBuilder("<article><h2><input type=\"checkbox\" name=\"run\"");
    html.append(" value=\"").append(Html.escape(run.path())).append("\"> ");
    html.append("<b class=\"%1$s\">%1$s</b> ".formatted(run.verdict()));
    html.append(link(main(run), run.path().replace('/', ' '))).append("</h2>");
    if (!run.why().isEmpty()) {
      html.append("<p class=\"why\">").append(Html.escape(run.why())).append("</p>");
    }
    List<String> options = new ArrayList<>();
    run.options().forEach((name, value) -> options.add(pair(name, value)));
    html.append(line(options));
    html.append(
        line(
            run.figures().stream()
                .limit(SHOWN_FIGURES)
                .map(figure -> pair(figure.name(), figure.value()))
                .toList()));
    html.append("<p>");
    for (String file : FILES) {
      if (Files.exists(run.directory().resolve(file))) {
        html.append(link("/" + run.path() + "/" + file, file)).append(' ');
      }
    }
    return html.append("</p></article>").toString();
  }

  private static String pair(String name, String value) {
    return Html.escape(name) + " <b>" + Html.escape(value) + "</b>";
  }

  private static String line(List<String> parts) {
    return parts.isEmpty() ? "" : "<p>" + String.join(" · ", parts) + "</p>";
  }

  /** The page of a run, or the list of its files. */
  static String main(StoredRun run) {
    String page = Files.exists(run.directory().resolve("index.html")) ? "index.html" : "";
    return "/" + run.path() + "/" + page;
  }

  static String link(String path, String name) {
    String href = path.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    return "<a href=\"%s\">%s</a>".formatted(Html.escape(href), Html.escape(name));
  }

  static String page(String title, String body) {
    return PAGE.formatted(Html.escape(title), Resources.text("listing.css"), body);
  }
}
