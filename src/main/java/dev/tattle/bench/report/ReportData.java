package dev.tattle.bench.report;

import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.verdict.Summary;
import dev.tattle.core.Json;
import dev.tattle.sim.Latency;
import dev.tattle.wire.JsonCodec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The data for the page's scripts, as one JSON value: a pure function of the run. */
final class ReportData {
  private static final int MAX_FINDING = 300;
  private static final int MAX_DETAIL = 2_000;

  private ReportData() {}

  static Json of(Report report) {
    Map<String, Json> results = report.results().json().fields();
    List<Attempt> attempts = Attempt.all(report.history());
    Map<String, Json> findings = KeyFigures.part(results, "workload");
    Map<String, Json> data = new LinkedHashMap<>();
    data.put("title", Json.of(report.title()));
    data.put("command", Json.of(report.command()));
    data.put("files", Json.array(report.files().stream().map(Json::of).toList()));
    data.put("workload", Json.of(report.options().workload()));
    data.put("verdict", Json.of(KeyFigures.verdict(results.get("valid?"))));
    data.put("why", Json.of(Summary.why(report.results())));
    data.put("parts", parts(results));
    data.put("figures", figures(report.results()));
    data.put("meanings", Meanings.of(report.results()));
    data.put("options", options(report.options()));
    data.put("nodes", Json.array(report.options().nodes().stream().map(Json::of).toList()));
    data.put("findings", findings(findings));
    data.put("quantiles", PlottedLatencies.quantiles(report.results()));
    data.put("stable", PlottedLatencies.of(report.results()));
    data.put("problems", problems(results));
    data.put("violations", Violations.of(report.results(), attempts));
    data.put("faults", FaultTable.of(report.history()));
    data.put("operations", new OperationTable(report, attempts).json());
    data.put("counts", MessageCounts.of(report.journal().messages()));
    data.put("journal", report.journal().json());
    data.put("messages", new MessageTable(report.journal()).json());
    return new Json.Obj(data);
  }

  /** Rows of name, verdict and remark for each part that has a verdict. */
  private static Json parts(Map<String, Json> results) {
    List<Json> parts = new ArrayList<>();
    results.forEach(
        (name, part) -> {
          if (part instanceof Json.Obj object && object.fields().containsKey("valid?")) {
            String verdict = KeyFigures.verdict(object.fields().get("valid?"));
            String remark = KeyFigures.warnings(object.fields());
            parts.add(Json.array(Json.of(name), Json.of(verdict), Json.of(remark)));
          }
        });
    return Json.array(parts);
  }

  /** Rows of name, value, detail. */
  static Json figures(Results results) {
    return Json.array(KeyFigures.of(results).stream().map(KeyFigures.Figure::json).toList());
  }

  /** The options of the run, as texts. */
  static Json options(TestOptions options) {
    Map<String, Json> all = new LinkedHashMap<>();
    all.put("workload", Json.of(options.workload()));
    all.put("nodes", Json.of(options.nodes().size()));
    all.put("clients", Json.of(options.concurrency()));
    all.put("rate", Json.of(number(options.ratePerSecond()) + " /s"));
    all.put("time limit", Json.of(number(options.timeLimit().toMillis() / 1000.0) + " s"));
    all.put("latency", Json.of(latency(options.latency())));
    all.put("topology", Json.of(lower(options.topology())));
    all.put("faults", Json.of(Summary.faults(options)));
    if (!Summary.services(options).isEmpty()) {
      all.put("services", Json.of(Summary.services(options)));
    }
    all.put("seed", Json.of(Long.toString(options.seed())));
    return new Json.Obj(all);
  }

  private static String latency(Latency latency) {
    return number(latency.meanMillis()) + " ms, " + lower(latency.distribution());
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static Json findings(Map<String, Json> findings) {
    List<Json> rows = new ArrayList<>();
    findings.forEach(
        (name, value) ->
            rows.add(
                Json.array(
                    Json.of(name), Json.of(Excerpts.cut(JsonCodec.format(value), MAX_FINDING)))));
    return Json.array(rows);
  }

  /**
   * The problems of nodes and the warnings of checkers. Each is its summary and rows of name and
   * text.
   */
  private static Json problems(Map<String, Json> results) {
    List<Json> shown = new ArrayList<>();
    for (Json part : results.values()) {
      if (part instanceof Json.Obj object) {
        addProblems(object.fields().get("problems"), shown);
        addProblems(object.fields().get("warnings"), shown);
      }
    }
    return Json.array(shown);
  }

  private static void addProblems(@Nullable Json all, List<Json> shown) {
    if (all instanceof Json.Arr problems) {
      problems.items().forEach(problem -> shown.add(problem(((Json.Obj) problem).fields())));
    }
  }

  private static Json problem(Map<String, Json> fields) {
    List<Json> rows = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (!name.equals("summary")) {
            rows.add(Json.array(Json.of(name), Json.of(Excerpts.cut(lines(value), MAX_DETAIL))));
          }
        });
    return Json.array(fields.getOrDefault("summary", Json.of("")), Json.array(rows));
  }

  private static String lines(Json value) {
    if (value instanceof Json.Text text) {
      return text.value();
    }
    return value instanceof Json.Arr lines
        ? String.join("\n", lines.items().stream().map(ReportData::lines).toList())
        : JsonCodec.format(value);
  }
}
