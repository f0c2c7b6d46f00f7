package dev.tattle.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Results;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Attempt;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.net.JournaledMessage;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.workload.Demands;
import dev.tattle.bench.workload.Workloads;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReportDataTest {
  private static final String NO_RESULTS = "{\"valid?\":true}";
  private static final NetJournal NO_MESSAGES = Reports.journal();

  private static Json part(Json data, String... path) {
    Json part = data;
    for (String name : path) {
      part = Histories.field((Json.Obj) part, name);
    }
    return part;
  }

  private static Json data(String results, List<Operation> history, NetJournal journal) {
    return ReportData.of(Reports.of(results, history, journal));
  }

  private static Json data(List<Operation> history, Finding... findings) {
    Findings found = new Findings(Verdict.INVALID, "", List.of(findings));
    return ReportData.of(Reports.of(NO_RESULTS, Map.of("workload", found), history, NO_MESSAGES));
  }

  private static Json judged(String workload, List<Operation> history) {
    Results results = Workloads.of(workload).simulationJudgement(Demands.NONE).judge(history, null);
    return ReportData.of(
        Reports.of(JsonCodec.format(results.json()), results.parts(), history, NO_MESSAGES));
  }

  @Test
  void smallRunIsTheseColumns() {
    List<Operation> history =
        List.of(
            new Operation(
                0, 5_000_000, Operation.Type.INVOKE, 1, "broadcast", Json.of(7), null, false),
            new Operation(1, 9_000_000, Operation.Type.OK, 1, "broadcast", Json.of(7), null, false),
            new Operation(2, 10_000_000, Operation.Type.INVOKE, 0, "read", Json.NULL, null, true),
            new Operation(
                3, 11_000_000, Operation.Type.FAIL, 0, "read", Json.NULL, Json.of("no"), true),
            new Operation(
                4, 12_000_000, Operation.Type.INVOKE, 1, "broadcast", Json.of(8), null, false));
    NetJournal journal =
        Reports.journal(
            Reports.message(0, "c0 n1", "init", -3, 1L, null),
            Reports.message(1, "c2 n1", "broadcast", 5, 1L, null),
            Reports.message(2, "n1 n0", "gossip!", 8, null, null),
            Reports.message(3, "n1 c2", "broadcast_ok", 8, null, 1L));
    Json data = data(NO_RESULTS, history, journal);
    assertThat(part(data, "operations"))
        .isEqualTo(
            Histories.json(
                """
                {"index":[0,2,4],"start":[5000,5000,2000],"took":[4000,1000,-1],"process":[1,0,1],
                 "f":[0,1,0],"outcome":[0,1,2],"final":[0,1,0],"value":["7","null","8"],
                 "result":["","",""],"error":["","\\"no\\"",""],"request":[1,-1,-1],
                 "functions":["broadcast","read"],"leftOut":0}\
                """));
    assertThat(part(data, "messages"))
        .isEqualTo(
            Histories.json(
                """
                {"src":[0,2,1,1],"dest":[1,1,3,2],"type":[0,1,2,3],"sent":[-3000,8000,3000,0],
                 "delay":[2000,2000,-1,2000],"answers":[-1,-1,-1,1],
                 "body":["{\\"type\\":\\"init\\"}","{\\"type\\":\\"broadcast\\"}",
                         "{\\"type\\":\\"gossip!\\"}","{\\"type\\":\\"broadcast_ok\\"}"],
                 "names":["c0","n1","c2","n0"],
                 "types":["init","broadcast","gossip!","broadcast_ok"],"leftOut":0}\
                """));
    assertThat(part(data, "counts"))
        .isEqualTo(
            Histories.json(
                """
                {"types":[["init","clients",1,0],["broadcast","clients",1,0],
                          ["gossip!","servers",1,1],["broadcast_ok","clients",1,0]],
                 "links":[["clients","n1",2,0],["n1","n0",1,1],["n1","clients",1,0]]}\
                """));
    assertThat(part(data, "options"))
        .isEqualTo(
            Histories.json(
                """
                {"workload":"broadcast","nodes":2,"clients":2,"rate":"2.5 /s","time limit":"20 s",
                 "latency":"10 ms, uniform","topology":"grid","faults":"partition every 5.0 s","seed":"-42"}\
                """));
  }

  @Test
  void faultLastsFromItsFirstStartToItsStopOrToTheEnd() {
    List<Operation> history =
        Histories.of(
            "-1 info start-partition \"one\"",
            "-1 info start-partition [\"isolated\",{}]",
            "-1 info stop-partition null",
            "-1 info stop-partition \"network-healed\"",
            "-1 info start-partition \"two\"");
    assertThat(part(data(NO_RESULTS, history, NO_MESSAGES), "faults"))
        .isEqualTo(
            Histories.json(
                """
                {"rows":[["partition","one","[\\"isolated\\",{}]",1000000,3000000],
                         ["partition","two","\\"two\\"",5000000,null]],"leftOut":0}\
                """));
  }

  @Test
  void overlappingFaultsOfSeveralKindsAreToldApart() {
    List<Operation> history =
        Histories.of(
            "-1 info start-kill \"one\"",
            "-1 info start-kill {\"n1\":\"killed\"}",
            "-1 info start-slow \"all\"",
            "-1 info start-slow {\"n0\":7}",
            "-1 info stop-kill null",
            "-1 info stop-kill {\"n1\":\"started\"}",
            "-1 info stop-slow null");
    assertThat(part(data(NO_RESULTS, history, NO_MESSAGES), "faults", "rows"))
        .isEqualTo(
            Histories.json(
                """
                [["kill","one","{\\"n1\\":\\"killed\\"}",1000000,5000000],
                 ["slow","all","{\\"n0\\":7}",3000000,7000000]]\
                """));
  }

  @Test
  void stableLatenciesAreThereByRank() {
    List<Operation> history =
        Histories.of(
            "0 invoke broadcast 1",
            "0 ok broadcast 1",
            "0 invoke broadcast 2",
            "0 ok broadcast 2",
            "1 invoke read null",
            "1 ok read [2]",
            "1 invoke read null",
            "1 ok read [2,1]");
    assertThat(part(judged("broadcast", history), "stable"))
        .isEqualTo(
            Histories.json(
                "{\"rank\":[0,1],\"millis\":[0,3000],\"count\":2,\"label\":\"stable"
                    + " after\",\"meaning\":\"Time from the acknowledgement of a value until every"
                    + " read shows it, over all values\"}"));
    assertThat(part(judged("broadcast", List.of()), "stable")).isEqualTo(Json.NULL);
  }

  @Test
  void ofManyStableLatenciesTheSlowestAreAllThere() {
    int count = 5 * PlottedLatencies.MAX_POINTS;
    List<Long> millis = LongStream.range(0, count).boxed().toList();
    Json stable = PlottedLatencies.of(new Finding.Quantiles("latencies", "after", "", millis));
    List<Json> ranks = ((Json.Arr) part(stable, "rank")).items();
    assertThat(ranks).hasSizeLessThanOrEqualTo(PlottedLatencies.MAX_POINTS).startsWith(Json.of(0));
    assertThat(ranks.subList(ranks.size() - 3, ranks.size()))
        .containsExactly(Json.of(count - 3), Json.of(count - 2), Json.of(count - 1));
  }

  @Test
  void fractionThatIsNotWholeIsNotShownAsAHundredPercent() {
    String results = "{\"valid?\":true,\"availability\":{\"ok-fraction\":%s}}";
    assertThat(figures(results.formatted("0.99999"))).contains("[\"ok\",\"99.99 %\",\"\"]");
    assertThat(figures(results.formatted("1.0"))).contains("[\"ok\",\"100 %\",\"\"]");
  }

  @Test
  void timeToConvergenceHasItsUnit() {
    String results =
        "{\"net\":{\"dissemination\":{\"convergence\":{\"median-ms\":0,\"max-ms\":7}}}}";
    assertThat(figures(results))
        .contains("[\"heal to convergence (median)\",\"0 ms\",\"max 7 ms\"]");
  }

  private static String figures(String results) {
    return JsonCodec.format(part(data(results, List.of(), NO_MESSAGES), "figures"));
  }

  @Test
  void differentReadsLeadToTheirOperations() {
    List<Operation> history =
        Histories.of(
            "0 invoke read! null", "0 ok read! [9]", "1 invoke read! null", "1 ok read! [8]");
    assertThat(part(judged("broadcast", history), "violations", "rows"))
        .isEqualTo(
            Histories.json("[[\"final reads differ: [9]\",0],[\"final reads differ: [8]\",1]]"));
  }

  @Test
  void findingsLeadToTheirOperations() {
    List<Operation> history =
        Histories.of(
            "0 invoke broadcast 1",
            "0 ok broadcast 1",
            "1 invoke broadcast \"x\"",
            "1 ok broadcast \"x\"",
            "0 invoke read! null",
            "0 ok read! [9]");
    Attempt read = Attempt.all(history).get(2);
    Json data =
        data(
            history,
            new Finding.ValueList("lost", List.of(Json.of(1)), Finding.ValueList.Use.LOST),
            new Finding.Repeated("duplicated", Map.of(Json.of("x"), 2)),
            new Finding.Wrong(
                "errors",
                List.of(
                    new Finding.WrongOperation(
                        read, Json.NULL, "", "wrong final read: [9]", "odd")),
                Json.NULL));
    assertThat(part(data, "violations"))
        .isEqualTo(
            Histories.json(
                """
                {"rows":[["lost: 1",0],["duplicated: x",1],["wrong final read: [9]",2]],
                 "leftOut":0}\
                """));
  }

  @Test
  void whyIsSaidFirstAndWhatMaelstromPassesOverIsShown() {
    List<Operation> history =
        Histories.of("0 invoke add 1", "0 ok add 1", "0 invoke read null", "0 ok read [2]");
    Json data = judged("g-set", history);
    assertThat(part(data, "why")).isEqualTo(Json.of("1 value was lost"));
    assertThat(JsonCodec.format(part(data, "problems")))
        .startsWith("[[\"reads show 2, a value that nobody added\",[[\"kind\",\"never-added\"]");
  }

  @Test
  void wrongEchoLeadsToItsOperation() {
    List<Operation> history = Histories.of("0 invoke echo 1", "0 ok echo {\"echo\":2}");
    assertThat(part(judged("echo", history), "violations", "rows"))
        .isEqualTo(Histories.json("[[\"wrong reply to 1\",0]]"));
  }

  /** A valid run with a warning must not look as if something were wrong. */
  @Test
  void warningsThatChangeNothingAreCalledWarnings() {
    String conduct = "{'nodes':{'valid?':%s,'problem-count':1,'warning-count':1,'problems':[]}}";
    Json mild = data(conduct.formatted("true").replace('\'', '"'), List.of(), NO_MESSAGES);
    assertThat(part(mild, "parts"))
        .isEqualTo(Histories.json("[[\"nodes\",\"valid\",\"1 warning\"]]"));
    assertThat(part(mild, "figures").toString()).contains("warnings").doesNotContain("problems");

    Json strict = data(conduct.formatted("false").replace('\'', '"'), List.of(), NO_MESSAGES);
    assertThat(part(strict, "figures").toString()).contains("problems of nodes");
  }

  /** Nobody must guess what a label means, and BENCH.md explains the same labels. */
  @Test
  void everyLabelOfTheHeadHasAMeaning() throws Exception {
    List<Operation> history = Histories.recorded("broadcast-lost-values-partition");
    Results results = Workloads.of("broadcast").judgement(Demands.NONE).judge(history, null);
    Json data =
        ReportData.of(
            Reports.of(JsonCodec.format(results.json()), results.parts(), history, NO_MESSAGES));
    Map<String, Json> meanings = ((Json.Obj) part(data, "meanings")).fields();
    for (String head : List.of("figures", "parts")) {
      ((Json.Arr) part(data, head))
          .items().stream()
              .map(row -> ((Json.Text) ((Json.Arr) row).items().get(0)).value())
              .forEach(label -> assertThat(meanings).containsKey(label));
    }
    assertThat(meanings).containsKeys("lost", "stale", "stable after (median)", "stats");

    String page = Files.readString(Path.of("src/docs/BENCH.md"));
    Meanings.FIXED.forEach(
        (label, meaning) -> assertThat(page).contains("| `%s` | %s |".formatted(label, meaning)));
  }

  @Test
  void wrongFinalReadsLeadToTheirOperations() {
    List<Operation> history =
        Histories.of(
            "0 invoke read! null", "0 ok read! 9", "1 invoke read! null", "1 fail read! 0");
    assertThat(part(judged("g-counter", history), "violations", "rows"))
        .isEqualTo(Histories.json("[[\"wrong final read: 9\",0]]"));
  }

  @Test
  void duplicatedIdLeadsToAllThatGotIt() {
    List<Operation> history =
        Histories.of(
            "0 invoke generate null",
            "0 ok generate \"a\"",
            "1 invoke generate null",
            "1 ok generate \"b\"",
            "0 invoke generate null",
            "0 ok generate \"a\"");
    assertThat(part(judged("unique-ids", history), "violations", "rows"))
        .isEqualTo(Histories.json("[[\"duplicated: a\",0],[\"duplicated: a\",2]]"));
  }

  @Test
  void realRunLeadsFromLostValuesToTheirBroadcasts() throws Exception {
    List<Operation> history = Histories.recorded("broadcast-lost-values-partition");
    Results results = Workloads.of("broadcast").judgement(Demands.NONE).judge(history, null);
    Json data = ReportData.of(Reports.of(NO_RESULTS, results.parts(), history, NO_MESSAGES));
    List<String> texts = new ArrayList<>();
    for (Json row : ((Json.Arr) part(data, "violations", "rows")).items()) {
      List<Json> cells = ((Json.Arr) row).items();
      int place = (int) ((Json.Int) cells.get(1)).value();
      Json value = ((Json.Arr) part(data, "operations", "value")).items().get(place);
      texts.add(((Json.Text) cells.get(0)).value() + " at " + ((Json.Text) value).value());
    }
    assertThat(texts)
        .containsExactly(
            "lost: 0 at 0", "lost: 3 at 3", "lost: 6 at 6", "lost: 8 at 8", "lost: 12 at 12");
  }

  @Test
  void longTextsAreCutAndRowsBeyondTheBoundAreCounted() {
    List<JournaledMessage> messages = new ArrayList<>();
    String body = "{\"type\":\"" + "x".repeat(1_000) + "\"}";
    for (int id = 0; id < MessageTable.MAX_ROWS + 5; id++) {
      messages.add(
          new JournaledMessage(
              id, new NodeId("n0"), new NodeId("n1"), "t" + id, null, null, id, null, body));
    }
    Json data = data(NO_RESULTS, List.of(), new NetJournal(messages, 10));
    List<Json> bodies = ((Json.Arr) part(data, "messages", "body")).items();
    assertThat(bodies).hasSize(MessageTable.MAX_ROWS);
    assertThat(((Json.Text) bodies.get(0)).value()).hasSize(401).endsWith("…");
    assertThat(bodies.get(bodies.size() - 1)).isEqualTo(Json.of(""));
    assertThat(part(data, "messages", "leftOut")).isEqualTo(Json.of(15));
    assertThat(((Json.Arr) part(data, "messages", "types")).items())
        .hasSize(101)
        .endsWith(Json.of("(other)"));
  }
}
