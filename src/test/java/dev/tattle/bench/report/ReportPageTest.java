package dev.tattle.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  private static final String HOSTILE =
      "</script><script>alert(1)</script><!-- {{report.js}} $1 \\u003c";

  @TempDir Path directory;

  private static Report report(String type, String body) {
    NetJournal journal =
        Reports.journal(
            new JournaledMessage(
                0, new NodeId("n0"), new NodeId("n1"), type, null, null, 0, null, body));
    return Reports.of("{\"valid?\":true}", List.of(), journal);
  }

  private static String data(String html) {
    Matcher matcher = DATA.matcher(html);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void hostilePayloadStaysData() throws Exception {
    Report report = report(HOSTILE, JsonCodec.format(Json.of(HOSTILE)));
    String html = ReportPage.html(report);
    assertThat(data(html)).doesNotContain("<").contains("{{report.js}} $1");
    assertThat(JsonCodec.parse(data(html))).isEqualTo(ReportData.of(report));
    assertThat(html).doesNotContain("alert(1)</script>");
  }

  /** A page of a history of lin-kv whose texts are from lines such as "0 ok write 2". */
  private static String page(String key, String... lines) throws Exception {
    List<Operation> history = new ArrayList<>();
    for (Operation operation : Histories.of(lines)) {
      history.add(operation.withValue(Json.array(Json.of(key), operation.value())));
    }
    Results results = Workloads.of("lin-kv").judgement(Demands.NONE).judge(history, null);
    return ReportPage.html(
        Reports.of("{\"valid?\":false}", results.parts(), history, Reports.journal()));
  }

  @Test
  void operationsThatNothingExplainsAreDrawn() throws Exception {
    String html =
        page(
            "k",
            "0 invoke write 1",
            "0 ok write 1",
            "1 invoke write 1",
            "1 info write 1",
            "2 invoke read null",
            "2 ok read 1",
            "0 invoke write 2",
            "0 ok write 2",
            "2 invoke read null",
            "2 ok read 1",
            "0 invoke write 2",
            "0 ok write 2",
            "2 invoke read null",
            "2 ok read 1");
    assertThat(html)
        .contains("<b>key k</b>, from 3.000 s on")
        .contains(">1 on n1</text>", ">state 2</text>", ">✗ read 1</text>", ">4000.0</text>")
        .containsOnlyOnce("<g class=\"wrong\">")
        .containsPattern("<g class=\"info\"><title>write 1</title><path d=\"[^z]*\"/>")
        .containsPattern("<g class=\"ok\"><title>write 2</title><path d=\"[^\"]*z\"/>");
  }

  @Test
  void textsInPicturesAreEscaped() throws Exception {
    String html =
        page("<b>", "0 invoke read null", "0 ok read \"<script>alert(1)</script>{{report.js}}\"");
    assertThat(html)
        .contains("<b>key &lt;b&gt;</b>", ">✗ read &lt;script&gt;alert(1)&lt;/s…</text>")
        .doesNotContain("<script>alert")
        .contains("{{report.js}}");
  }

  @Test
  void pageWithoutContradictionsHasNoPictures() throws Exception {
    assertThat(page("k", "0 invoke write 1", "0 ok write 1")).doesNotContain("<figure");
  }

  /** A run of ten seconds. The first message exists at 3 s; the poll from 7 s on shows nothing. */
  @Test
  void lagIsDrawnOverTimeBeforeTheFaults() throws Exception {
    List<Operation> history =
        Histories.of(
            "0 ok start-partition null",
            "1 invoke send [[\"send\",\"k\",1]]",
            "1 ok send [[\"send\",\"k\",[0,1]]]",
            "0 invoke assign [\"k\"]",
            "0 ok assign [\"k\"]",
            "0 invoke crash null",
            "0 info crash null",
            "2 invoke poll [[\"poll\"]]",
            "2 ok poll [[\"poll\",{\"k\":[]}]]",
            "2 ok stop-partition null");
    history.set(0, nemesis(history.get(0)));
    history.set(9, nemesis(history.get(9)));
    Results results = Workloads.of("kafka").judgement(Demands.NONE).judge(history, null);
    String html =
        ReportPage.html(
            Reports.of("{\"valid?\":true}", results.parts(), history, Reports.journal()));
    assertThat(html)
        .contains("<section class=\"series\"><h2>Realtime lag</h2>")
        .contains("<title>Realtime lag over time, at most 5000 ms</title>")
        .contains("<rect x=\"176.8\" y=\"8\" width=\"1015.2\" height=\"188\"/>")
        .contains("<path class=\"line\" d=\"M966 8.0\"/><circle cx=\"966\" cy=\"8.0\" r=\"3\"/>")
        .contains(">1000</text>", ">5000</text>", ">10</text>");
    assertThat(page("k", "0 invoke write 1", "0 ok write 1")).doesNotContain("class=\"series\"");
  }

  private static Operation nemesis(Operation entry) {
    return new Operation(
        entry.index(),
        entry.timeNanos(),
        Operation.Type.INFO,
        Operation.NEMESIS,
        entry.f(),
        Json.NULL,
        null,
        false);
  }

  @Test
  void titleIsEscaped() {
    assertThat(ReportPage.html(report("x", "{}"))).contains("<title>broadcast &lt;1&gt;</title>");
  }

  @Test
  void pageNeedsNothingElse() {
    String html = ReportPage.html(report("x", "{}"));
    String own = html.replace(Resources.text("uPlot.iife.min.js"), "");
    assertThat(own)
        .doesNotContainPattern("\\b(src|srcset)\\s*=\\s*[\"']")
        .doesNotContainPattern("https?://|@import|url\\(|<link")
        .doesNotContainPattern("\\{\\{[\\w.]+}}")
        .contains("default-src 'none'")
        .contains("Copyright (c) 2022 Leon Sorokin");
  }

  @Test
  void largestPageStaysUnderEightMegabytes() {
    List<JournaledMessage> messages = new ArrayList<>();
    for (int id = 0; id < 100_000; id++) {
      messages.add(
          new JournaledMessage(
              id,
              new NodeId("n" + id % 50),
              new NodeId("c" + id),
              "type" + id,
              (long) id,
              null,
              id * 1_000_000_007L,
              null,
              "{\"type\":\"" + "\"".repeat(3_000) + "\"}"));
    }
    Report report = Reports.of("{\"valid?\":true}", List.of(), new NetJournal(messages, 0));
    assertThat(ReportPage.html(report).length()).isBetween(2_000_000, 8_000_000);
  }

  @Test
  void scriptsParse() throws Exception {
    assumeTrue(isThereNode(), "node is not installed");
    for (String script :
        List.of("report.js", "faults.js", "charts.js", "quantiles.js", "diagram.js")) {
      Path file = Files.writeString(directory.resolve(script), Resources.text(script));
      Process process =
          new ProcessBuilder("node", "--check", file.toString()).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
    }
  }

  /** The smallest case of a failure may take a few milliseconds. */
  @Test
  void shortRunsHaveTicksThatDifferAndSeveralBuckets() throws Exception {
    assertThat(evaluated("timeLabels([0, 0.0005, 0.001])"))
        .isEqualTo("[\"0 ms\",\"0.5 ms\",\"1 ms\"]");
    assertThat(evaluated("timeLabels([0, 0.2, 0.4])"))
        .isEqualTo("[\"0 ms\",\"200 ms\",\"400 ms\"]");
    assertThat(evaluated("timeLabels([0, 2.5, 5])")).isEqualTo("[\"0 s\",\"2.5 s\",\"5 s\"]");
    assertThat(evaluated("timeLabels([0, 0.5, 1])")).isEqualTo("[\"0 s\",\"0.5 s\",\"1 s\"]");
    assertThat(evaluated("timeLabels([10, 10.0002])")).isEqualTo("[\"10 s\",\"10.0002 s\"]");
    assertThat(evaluated("[bucketSeconds(0.005), bucketSeconds(20), bucketSeconds(900)]"))
        .isEqualTo("[0.001,1,3]");
  }

  /** Points on the edge of a chart are cut off. */
  @Test
  void powersOfTenDoNotLieOnTheEdge() throws Exception {
    assertThat(evaluated("logRange(null, 0.01, 0.01)[0] < 0.01")).isEqualTo("true");
    assertThat(evaluated("logRange(null, 0.01, 1)[1] > 1")).isEqualTo("true");
  }

  /** Evaluates an expression with the page's scripts for charts. */
  private String evaluated(String expression) throws Exception {
    assumeTrue(isThereNode(), "node is not installed");
    String script = Resources.text("report.js") + Resources.text("charts.js");
    Path file = directory.resolve("evaluated.js");
    Files.writeString(file, script + "console.log(JSON.stringify(" + expression + "));");
    Process process = new ProcessBuilder("node", file.toString()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.strip();
  }

  private static boolean isThereNode() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("node", "--version").start();
      return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
