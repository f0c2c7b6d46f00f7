package dev.tattle.bench.report;

import dev.tattle.bench.check.Results;
import dev.tattle.core.Json;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Pages that list a store: its newest runs with their verdicts, and the files of a directory. */
final class StoreListing {
  static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'";

  private static final int MAX_RUNS = 200;
  private static final int MAX_FILES = 1_000;
  private static final long MAX_RESULTS_BYTES = 16 << 20;
  private static final int SHOWN_FIGURES = 6;
  private static final List<String> FILES =
      List.of("results.json", "history.jsonl", "messages.jsonl", "node-logs/");
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

  /** The runs, newest first. */
  static String runs(Path root) throws IOException {
    List<Path> runs = runsIn(root);
    StringBuilder items = new StringBuilder();
    for (Path run : runs.subList(0, Math.min(MAX_RUNS, runs.size()))) {
      items.append(run(root, run));
    }
    if (runs.size() > MAX_RUNS) {
      items.append("<p>%d older ones are not listed.</p>".formatted(runs.size() - MAX_RUNS));
    }
    return page("Runs", runs.isEmpty() ? "<p>The store is empty.</p>" : items.toString());
  }

  /** What is in a directory. */
  static String files(String name, Path directory) throws IOException {
    StringBuilder items = new StringBuilder("<p><a href=\"/\">all runs</a></p><ul>");
    for (Path file : children(directory).stream().limit(MAX_FILES).toList()) {
      String shown = file.getFileName() + (Files.isDirectory(file) ? "/" : "");
      items.append("<li>").append(link(shown, shown)).append("</li>");
    }
    return page(name, items.append("</ul>").toString());
  }

  /** Directories of runs are named by their time; links to the latest ones are passed over. */
  private static List<Path> runsIn(Path root) throws IOException {
    List<Path> runs = new ArrayList<>();
    for (Path workload : children(root)) {
      if (isDirectory(workload)) {
        children(workload).stream().filter(StoreListing::isDirectory).forEach(runs::add);
      }
    }
    runs.sort(Comparator.comparing((Path run) -> run.getFileName().toString()).reversed());
    return runs;
  }

  private static boolean isDirectory(Path path) {
    return Files.isDirectory(path) && !Files.isSymbolicLink(path);
  }

  private static List<Path> children(Path directory) throws IOException {
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }

  private static String run(Path root, Path run) {
    String path = root.relativize(run) + "/";
    Json.Obj results = results(run.resolve("results.json"));
    String verdict =
        results == null ? "unfinished" : KeyFigures.verdict(results.fields().get("valid?"));
    String name = root.relativize(run).toString().replace('/', ' ');
    String main = Files.exists(run.resolve("index.html")) ? path + "index.html" : path;
    StringBuilder html =
        new StringBuilder("<article><h2><b class=\"%1$s\">%1$s</b> ".formatted(verdict));
    html.append(link(main, name)).append("</h2><p>");
    if (results != null) {
      html.append(figures(results));
    }
    html.append("</p><p>");
    for (String file : FILES) {
      if (Files.exists(run.resolve(file))) {
        html.append(link(path + file, file)).append(' ');
      }
    }
    return html.append("</p></article>").toString();
  }

  private static String figures(Json.Obj results) {
    List<String> figures =
        KeyFigures.of(new Results(results, Map.of())).stream()
            .limit(SHOWN_FIGURES)
            .map(
                figure ->
                    Html.escape(figure.name()) + " <b>" + Html.escape(figure.value()) + "</b>")
            .toList();
    return String.join(" · ", figures);
  }

  /** Null where there are none that can be read: the run goes on, or broke. */
  private static Json.@Nullable Obj results(Path file) {
    try {
      if (Files.size(file) > MAX_RESULTS_BYTES) {
        return null;
      }
      return JsonCodec.parse(Files.readAllBytes(file)) instanceof Json.Obj results ? results : null;
    } catch (IOException | WireException e) {
      return null;
    }
  }

  private static String link(String path, String name) {
    String href = path.replace("%", "%25").replace("?", "%3F").replace("#", "%23");
    return "<a href=\"%s\">%s</a>".formatted(Html.escape(href), Html.escape(name));
  }

  private static String page(String title, String body) {
    return PAGE.formatted(Html.escape(title), Resources.text("listing.css"), body);
  }
}
