package dev.tattle.bench.check.counters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.bench.check.Finding;
import dev.tattle.bench.check.Findings;
import dev.tattle.bench.check.Verdict;
import dev.tattle.bench.history.Histories;
import dev.tattle.bench.history.HistoryException;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Shows each error in the fewest operations. Entries are one second apart. Single quotes stand for
 * double quotes, because they are easier to read here.
 */
class CountersCheckerTest {
  private final List<String> entries = new ArrayList<>();
  private String session = "";
  private String mark = "";
  private long process;

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private void begin(String f, String asked) {
    entries.add(process + " invoke " + f + mark + " " + json("{" + asked + session + "}"));
  }

  private void end(String type, String f, String told) {
    entries.add(process++ + " " + type + " " + f + mark + " " + json("{" + told + session + "}"));
  }

  private void did(String f, String asked, String node, String told) {
    begin(f, asked);
    end("ok", f, asked + "," + told + ",'node':'" + node + "'");
  }

  private static String addition(String counter, long delta, String more) {
    return "'counter':'%s','delta':%d%s".formatted(counter, delta, more);
  }

  private void add(String node, String counter, long delta, long value) {
    add(node, counter, delta, "", value);
  }

  private void add(String node, String counter, long delta, String more, long value) {
    did("add", addition(counter, delta, more), node, "'value':" + value);
  }

  private void addEnds(String type, String counter, long delta, String more) {
    begin("add", addition(counter, delta, more));
    end(type, "add", addition(counter, delta, more));
  }

  private void read(String node, String counter, long value) {
    did("read", "'counter':'" + counter + "'", node, shown(value));
  }

  private void readMajority(String node, String counter, long value) {
    String asked = "'counter':'" + counter + "','consistency':'majority'";
    did("read", asked, node, shown(value) + ",'members':3");
  }

  private static String shown(long value) {
    return "'value':" + value + ",'exists':" + (value != 0);
  }

  private void delete(String node, String counter, long taken) {
    String absence = taken == 0 ? ",'exists':false" : "";
    did("delete", "'counter':'" + counter + "'", node, "'value':" + taken + absence);
  }

  private void list(String node, String rows) {
    did("list", "'limit':9", node, "'counters':[" + rows + "]");
  }

  private void inSession(Runnable operations) {
    session = ",'session':1";
    operations.run();
    session = "";
  }

  /** After a quiet time. */
  private void inTheEnd(Runnable operations) {
    for (int i = 0; i < 10; i++) {
      mark = "!";
      begin("read", "'counter':'quiet'");
      end("fail", "read", "'counter':'quiet'");
    }
    operations.run();
    mark = "";
  }

  private Findings check() {
    return new CountersChecker().check(Histories.of(entries.toArray(String[]::new)));
  }

  private void assertErrors(String... names) {
    Findings findings = check();
    assertThat(findings.of(Finding.Anomaly.class).map(Finding.Anomaly::name))
        .as(findings.reason())
        .containsExactlyInAnyOrder(names);
    assertThat(findings.verdict()).isEqualTo(Verdict.of(names.length == 0));
  }

  @Test
  void countersThatAgreeInTheEndAreValid() {
    add("n0", "a", 1, 1);
    read("n1", "a", 0);
    add("n1", "a", -4, ",'key':'k'", -4);
    addEnds("info", "a", 16, "");
    add("n0", "a", -4, ",'key':'k'", -3);
    addEnds("fail", "a", 64, "");
    readMajority("n2", "a", 13);
    did("add_all", "'adds':[['a',256],['b',-1]]", "n2", "'values':[269,-1]");
    did("watch", "'counter':'a','wait':100,'given':0", "n1", shown(13));
    inTheEnd(
        () -> {
          list("n0", "['a',269],['b',-1]");
          list("n1", "['a',269],['b',-1]");
          list("n2", "['a',269],['b',-1]");
        });
    assertErrors();
    assertThat(check().of(Finding.Sentence.class).map(Finding.Sentence::text))
        .containsExactly("5 additions to 2 counters: 3 acknowledged, 1 unknown; 10 answers");
  }

  @Test
  void additionCountsOnce() {
    add("n0", "a", 4, ",'key':'k'", 4);
    add("n1", "a", 4, ",'key':'k'", 8);
    assertErrors("counted-twice");
    assertThat(check().reason()).isEqualTo("counted-twice (1)");
    assertThat(check().of(Finding.Anomaly.class).findFirst().orElseThrow().cases().get(0).text())
        .isEqualTo("n1 shows 8 of a, which has +4 twice");
  }

  @Test
  void onlyWhatHadBegunIsShown() {
    read("n0", "a", 4);
    add("n0", "a", 4, 4);
    assertErrors("never-added");
  }

  @ParameterizedTest
  @CsvSource({"2", "3", "-1", "99999999999999999"})
  void onlySumsOfAdditionsAreShown(long value) {
    add("n0", "a", 1, 1);
    read("n1", "a", value);
    assertThat(check().verdict()).isEqualTo(Verdict.INVALID);
  }

  @Test
  void whatWasRefusedEachTimeNeverShows() {
    addEnds("fail", "a", 4, ",'key':'k'");
    addEnds("fail", "b", 4, ",'key':'l'");
    addEnds("info", "b", 4, ",'key':'l'");
    read("n0", "b", 4);
    assertErrors();
    read("n0", "a", 4);
    assertErrors("failed-add");
  }

  @Test
  void nodeGoesOnShowingWhatItHadAcknowledged() {
    add("n0", "a", 4, 4);
    read("n1", "a", 0);
    assertErrors();
    read("n0", "a", 0);
    assertErrors("forgotten-add");
  }

  @Test
  void nodeGoesOnShowingWhatItHadShown() {
    addEnds("info", "a", 4, "");
    read("n0", "a", 4);
    read("n1", "a", 0);
    assertErrors();
    list("n0", "");
    assertErrors("forgotten-add");
  }

  @Test
  void acknowledgementShowsWhatItAcknowledges() {
    add("n0", "a", 4, 4);
    add("n1", "a", 1, 4);
    assertErrors("forgotten-add");
  }

  @Test
  void whoReadsWhileItIsAddedMayMissIt() {
    begin("add", addition("a", 4, ""));
    process++;
    read("n0", "a", 4);
    begin("read", "'counter':'a'");
    process -= 2;
    end("ok", "add", addition("a", 4, "") + ",'value':4,'node':'n1'");
    process++;
    end("ok", "read", "'counter':'a'," + shown(0) + ",'node':'n1'");
    assertErrors();
  }

  @Test
  void sessionReadsItsWritesAtAnyNode() {
    inSession(() -> add("n0", "a", 4, 4));
    read("n1", "a", 0);
    assertErrors();
    inSession(() -> read("n1", "a", 0));
    assertErrors("read-your-writes");
  }

  @Test
  void tokenTellsOfAllThatTheNodeHad() {
    add("n0", "a", 4, 4);
    inSession(
        () -> {
          read("n0", "b", 0);
          read("n1", "a", 0);
        });
    assertErrors("monotonic-reads");
  }

  @Test
  void nodeKeepsWhatATokenMadeItWaitFor() {
    add("n0", "a", 4, 4);
    inSession(
        () -> {
          read("n0", "b", 0);
          read("n1", "b", 0);
        });
    assertErrors();
    read("n1", "a", 0);
    assertErrors("monotonic-reads");
  }

  @Test
  void sessionNeverSeesLessThanBefore() {
    addEnds("info", "a", 4, "");
    inSession(() -> read("n0", "a", 4));
    inSession(() -> add("n1", "b", 1, 1));
    assertErrors();
    inSession(() -> read("n1", "a", 0));
    assertErrors("monotonic-reads");
  }

  @Test
  void refusedDeleteTellsItsSessionNothing() {
    add("n0", "a", 4, 4);
    inSession(
        () -> {
          delete("n0", "b", 0);
          read("n1", "a", 0);
        });
    assertErrors();
  }

  @Test
  void majorityReadShowsWhatSomeNodeOfEachMajorityHas() {
    add("n0", "a", 4, 4);
    readMajority("n2", "a", 0);
    read("n1", "a", 4);
    assertErrors();
    readMajority("n2", "a", 0);
    assertErrors("stale-majority");
  }

  @Test
  void deleteTakesAwayWhatItSaysForGood() {
    add("n0", "a", 4, 4);
    add("n1", "a", 1, 1);
    delete("n0", "a", 4);
    read("n1", "a", 5);
    read("n1", "a", 1);
    assertErrors();
    read("n1", "a", 5);
    assertErrors("came-back");
  }

  @Test
  void deleteSaysAllThatItTakesAway() {
    add("n0", "a", 4, 4);
    add("n0", "a", 1, 5);
    delete("n0", "a", 4);
    assertErrors("forgotten-add");
  }

  @Test
  void whatIsAddedAfterADeleteStays() {
    add("n0", "a", 4, 4);
    delete("n0", "a", 4);
    add("n0", "a", 1, 1);
    assertErrors();
    read("n0", "a", 0);
    assertErrors("forgotten-add");
  }

  @Test
  void sessionMissesWhatItHasDeletedAtAnyNode() {
    add("n0", "a", 4, 4);
    read("n1", "a", 4);
    inSession(() -> delete("n0", "a", 4));
    read("n1", "a", 4);
    assertErrors();
    inSession(() -> read("n1", "a", 4));
    assertErrors("read-your-writes");
  }

  @Test
  void deleteOfUnknownEndMayTakeAwayAnything() {
    begin("delete", "'counter':'a'");
    end("info", "delete", "'counter':'a'");
    add("n0", "a", 4, 4);
    read("n0", "a", 0);
    assertErrors();
    read("n0", "a", 4);
    assertErrors("came-back");
  }

  @Test
  void deleteThatFailedTakesNothing() {
    add("n0", "a", 4, 4);
    begin("delete", "'counter':'a'");
    end("fail", "delete", "'counter':'a'");
    read("n0", "a", 0);
    assertErrors("forgotten-add");
  }

  @ParameterizedTest
  @CsvSource({"9000, false", "11000, true"})
  void timeToLiveIsNoShorterThanByAClockTwiceTooFast(long ttl, boolean isEarly) {
    add("n0", "a", 4, ",'ttl':" + ttl, 4);
    add("n0", "a", 1, 5);
    read("n0", "a", 0);
    assertErrors(isEarly ? new String[] {"forgotten-add"} : new String[0]);
  }

  @ParameterizedTest
  @CsvSource({"2000, true", "60000, false"})
  void nothingIsThereInTheEndWhoseTimeIsOver(long ttl, boolean isOver) {
    add("n0", "a", 4, ",'ttl':" + ttl, 4);
    add("n0", "a", 1, 5);
    inTheEnd(() -> list("n0", "['a',5]"));
    assertErrors(isOver ? new String[] {"outlives-ttl"} : new String[0]);
  }

  @Test
  void nothingIsLostInTheEnd() {
    add("n0", "a", 4, 4);
    inTheEnd(
        () -> {
          list("n1", "");
          list("n1", "['a',4]");
        });
    assertErrors();
    inTheEnd(() -> list("n2", ""));
    assertErrors("lost-add", "diverged");
  }

  @Test
  void nothingThatWasDeletedIsThereInTheEnd() {
    add("n0", "a", 4, 4);
    delete("n0", "a", 4);
    inTheEnd(() -> list("n1", "['a',4]"));
    assertErrors("lost-delete");
  }

  @Test
  void nodesAgreeOnWhatIsUnknown() {
    addEnds("info", "a", 4, "");
    inTheEnd(
        () -> {
          list("n0", "['a',4]");
          list("n1", "");
        });
    assertErrors("lost-add", "diverged");
  }

  @ParameterizedTest
  @CsvSource({"'', false", "'[''a'',1],[''b'',1]', false", "'[''a'',1]', true"})
  void batchIsThereAsAWholeOrNotAtAll(String rows, boolean isTorn) {
    begin("add_all", "'adds':[['a',1],['b',1]]");
    end("info", "add_all", "'adds':[['a',1],['b',1]]");
    inTheEnd(() -> list("n0", rows));
    assertErrors(isTorn ? new String[] {"torn-batch"} : new String[0]);
  }

  @Test
  void watchEndsSoonAfterItsNodeKnowsMore() {
    add("n0", "a", 1, 1);
    begin("watch", "'counter':'a','wait':9000");
    process++;
    add("n0", "a", 4, 5);
    process -= 2;
    end("ok", "watch", "'counter':'a','wait':9000,'given':1," + shown(5) + ",'node':'n0'");
    assertErrors();
    process += 2;
    begin("watch", "'counter':'a','wait':9000");
    process++;
    add("n0", "a", 16, 21);
    add("n1", "b", 1, 1);
    process -= 3;
    end("ok", "watch", "'counter':'a','wait':9000,'given':5," + shown(21) + ",'node':'n0'");
    assertErrors("watch-late");
  }

  @Test
  void watchMayBeLateUnderFaults() {
    add("n0", "a", 1, 1);
    entries.add("-1 info start-kill null");
    begin("watch", "'counter':'a','wait':9000");
    process++;
    add("n0", "a", 16, 17);
    add("n1", "b", 1, 1);
    process -= 3;
    end("ok", "watch", "'counter':'a','wait':9000,'given':1," + shown(17) + ",'node':'n0'");
    assertErrors();
  }

  @Test
  void counterExistsWhileSomethingIsThere() {
    add("n0", "a", 1, 1);
    did("read", "'counter':'a'", "n0", "'value':1,'exists':false");
    list("n1", "['a',0]");
    assertErrors("wrong-existence");
  }

  @Test
  void listsAreInTheOrderOfNames() {
    add("n0", "a", 1, 1);
    add("n0", "b", 1, 1);
    list("n0", "['b',1],['a',1]");
    assertErrors("unordered-list");
  }

  @Test
  void nodeThatNeverListsInTheEndIsWarnedOf() {
    add("n0", "a", 1, 1);
    read("n1", "a", 1);
    inTheEnd(() -> list("n0", "['a',1]"));
    assertErrors();
    assertThat(check().of(Finding.Warning.class).map(Finding.Warning::text))
        .containsExactly("no list in the end by n1");
  }

  @Test
  void evidenceNamesBothOperations() {
    add("n0", "a", 4, 4);
    read("n0", "a", 0);
    Finding.Anomaly anomaly = check().of(Finding.Anomaly.class).findFirst().orElseThrow();
    assertThat(anomaly.cases().get(0).operations().stream().map(Finding.Anomaly.Noted::note))
        .containsExactly("which it had", "n0 does not show +4 of a");
    assertThat(((Json.Obj) anomaly.json()).fields()).containsKeys("count", "errs");
  }

  @Test
  void otherHistoriesAreRefused() {
    addEnds("info", "a", 3, "");
    assertThatThrownBy(this::check)
        .isInstanceOf(HistoryException.class)
        .hasMessageContaining("expected additions of powers of four, or their negatives");
    entries.clear();
    add("n0", "a", 4, 4);
    add("n0", "a", 4, 4);
    assertThatThrownBy(this::check).hasMessageContaining("that no other one equals");
    entries.clear();
    add("n0", "a", 4, ",'key':'k'", 4);
    add("n0", "a", 16, ",'key':'k'", 20);
    assertThatThrownBy(this::check).hasMessageContaining("the same additions as before");
    entries.clear();
    entries.add("0 invoke add 5");
    assertThatThrownBy(this::check).hasMessageContaining("expected an object");
  }
}
