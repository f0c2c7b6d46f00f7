package dev.tattle.bench.check;

import static dev.tattle.bench.history.Histories.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.bench.history.Histories;
import dev.tattle.core.Json;
import org.junit.jupiter.api.Test;

class StatsCheckerTest {
  @Test
  void countsHowAttemptsEndedByFunction() {
    assertThat(
            check(
                "0 invoke read null",
                "0 ok read 1",
                "0 invoke read null",
                "0 fail read null",
                "-1 info start-partition null",
                "0 invoke add 1",
                "0 ok add 1",
                "0 invoke add 1",
                "0 info add 1",
                "1 invoke add 1"))
        .isEqualTo(
            json(
                """
                {"valid?":true,"count":4,"ok-count":2,"fail-count":1,"info-count":1,
                 "by-f":{
                  "add":{"valid?":true,"count":2,"ok-count":1,"fail-count":0,"info-count":1},
                  "read":{"valid?":true,"count":2,"ok-count":1,"fail-count":1,"info-count":0}}}
                """));
  }

  @Test
  void refusesAFunctionThatNeverSucceeded() {
    assertThat(
            check("0 invoke add 1", "0 ok add 1", "0 invoke read null", "0 fail read null")
                .fields())
        .containsEntry("valid?", json("false"))
        .containsEntry("ok-count", json("1"));
  }

  @Test
  void excusesCrashesWhichNeverSucceed() {
    assertThat(check("0 invoke crash null", "0 info crash null"))
        .isEqualTo(
            json(
                """
                {"valid?":true,"count":1,"ok-count":0,"fail-count":0,"info-count":1,
                 "by-f":{"crash":
                  {"valid?":false,"count":1,"ok-count":0,"fail-count":0,"info-count":1}}}
                """));
  }

  @Test
  void knowsNothingOfAFunctionWhoseNodeWasDownEachTime() {
    String paused = "-1 info start-pause {\"n0\":\"paused\",\"n1\":\"spared\"}";
    Json.Obj down =
        check("0 invoke add 1", paused, "0 info add 1", "2 invoke add 2", "2 info add 2");
    assertThat(down.fields()).containsEntry("valid?", json("\"unknown\""));
    Json.Obj up = check(paused, "1 invoke add 1", "1 info add 1", "2 invoke add 2", "2 info add 2");
    assertThat(up.fields()).as("n1 was up").containsEntry("valid?", json("false"));
    Json.Obj full =
        check(
            "-1 info start-full-disk {\"n0\":\"full\",\"n1\":\"spared\"}",
            "0 invoke add 1",
            "0 info add 1");
    assertThat(full.fields())
        .as("n0 could keep nothing")
        .containsEntry("valid?", json("\"unknown\""));
    Json.Obj again =
        check(paused, "-1 info stop-pause {\"n0\":\"resumed\"}", "0 invoke add 1", "0 info add 1");
    assertThat(again.fields()).as("n0 was up again").containsEntry("valid?", json("false"));
  }

  private static Json.Obj check(String... entries) {
    return new StatsChecker(false).check(Histories.of(entries)).json();
  }
}
