package dev.tattle.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.membership.MembershipTimer.Relayed;
import dev.tattle.membership.MembershipTimer.Round;
import dev.tattle.membership.MembershipTimer.Suspicion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What one member answers, believes and passes on. */
class MembershipTest {
  private final FakeEnvironment environment =
      new FakeEnvironment(new SplittableRandom(1), "n1", "n1");
  private final Effects effects = new Effects();
  private final Membership membership =
      new Membership(environment, "n1:9001", List.of(), MembershipSettings.DEFAULT);

  private static Json record(String id, long incarnation, String state, Json... more) {
    List<Json> items = new ArrayList<>();
    items.add(Json.of(id));
    items.add(Json.of(id + ":9001"));
    items.add(Json.of(incarnation));
    items.add(Json.of(state));
    items.addAll(List.of(more));
    return Json.array(items);
  }

  private List<Effect> receive(String src, Body body) {
    membership.onMessage(new Message(new NodeId(src), environment.self(), body), effects);
    return effects.drain();
  }

  private List<Effect> hear(Json... news) {
    return receive("n9", Body.of("swim_gossip", "news", Json.array(news)));
  }

  private List<Effect> fire(Timer timer) {
    membership.onTimer(timer, effects);
    return effects.drain();
  }

  private void pass(Duration time) {
    environment.nowNanos += time.toNanos();
  }

  private Member member(String id) {
    return membership.members().stream()
        .filter(member -> member.id().name().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<Effect.Send> sends(List<Effect> effects) {
    List<Effect.Send> sends = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send) {
        sends.add(send);
      }
    }
    return sends;
  }

  private static Duration delay(List<Effect> effects, Timer timer) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.SetTimer set && set.timer().equals(timer)) {
        return set.delay();
      }
    }
    throw new AssertionError(timer + " is not set by " + effects);
  }

  private static Body ping(long number) {
    return Body.of("swim_ping", "number", Json.of(number), "news", Json.array());
  }

  @Test
  void aPingIsAnswered() {
    assertThat(sends(receive("n2", ping(7))))
        .singleElement()
        .satisfies(
            send -> {
              assertThat(send.dest().name()).isEqualTo("n2");
              assertThat(send.body().type()).isEqualTo("swim_ack");
              assertThat(send.body().integer("number")).isEqualTo(7);
            });
  }

  @Test
  void ofOneIncarnationTheLaterStateCountsAndAHigherIncarnationAlways() {
    hear(record("n2", 1, "alive"));
    hear(record("n2", 1, "suspect", Json.of("n3")), record("n2", 1, "alive"));
    assertThat(member("n2").state()).isEqualTo(MemberState.SUSPECT);
    hear(record("n2", 2, "alive"));
    assertThat(member("n2").state()).isEqualTo(MemberState.ALIVE);
    hear(record("n2", 2, "left", Json.of(0)), record("n2", 2, "dead", Json.of(0)));
    assertThat(member("n2").state()).isEqualTo(MemberState.LEFT);
    hear(record("n2", 1, "alive"));
    assertThat(member("n2").state()).isEqualTo(MemberState.LEFT);
  }

  @Test
  void whoeverIsNotThoughtAliveFindsThatFirst() {
    hear(record("n3", 0, "alive"), record("n2", 4, "suspect", Json.of("n3")));
    Body ack = sends(receive("n2", ping(1))).get(0).body();
    assertThat(ack.array("news").get(0)).isEqualTo(record("n2", 4, "suspect", Json.of("n1")));
  }

  @Test
  void aSuspicionOfThisNodeIsContradictedByTheNextIncarnation() {
    hear(record("n1", 0, "suspect", Json.of("n2")));
    assertThat(member("n1").incarnation()).isEqualTo(1);
    assertThat(membership.slowness()).isEqualTo(1);
    hear(record("n1", 0, "dead", Json.of(5)));
    assertThat(member("n1").incarnation()).isEqualTo(1);
    Body ack = sends(receive("n2", ping(1))).get(0).body();
    assertThat(ack.array("news")).contains(record("n1", 1, "alive"));
  }

  @Test
  void anEarlierLifeAtAnotherAddressIsOutdone() {
    Json other =
        Json.array(Json.of("n1"), Json.of("old:1"), Json.of(3), Json.of("left"), Json.of(0));
    hear(other);
    assertThat(member("n1"))
        .isEqualTo(new Member(new NodeId("n1"), "n1:9001", 4, MemberState.ALIVE));
    assertThat(membership.slowness()).isZero();
  }

  @Test
  void aProbeThatNobodyAnswersEndsInASuspicionAndThatInDeath() {
    hear(record("n2", 0, "alive"), record("n3", 0, "alive"), record("n4", 0, "alive"));
    Effect.Send probe =
        sends(fire(Round.PROBE)).stream()
            .filter(send -> send.body().type().equals("swim_ping"))
            .findFirst()
            .orElseThrow();
    assertThat(sends(fire(Round.ASK_OTHERS)))
        .hasSize(2)
        .allSatisfy(
            send -> {
              assertThat(send.body().type()).isEqualTo("swim_ask");
              assertThat(send.body().text("target")).isEqualTo(probe.dest().name());
            });
    Suspicion suspicion = new Suspicion(probe.dest());
    assertThat(delay(fire(Round.PROBE), suspicion)).isEqualTo(Duration.ofSeconds(4));
    assertThat(member(probe.dest().name()).state()).isEqualTo(MemberState.SUSPECT);
    assertThat(membership.slowness()).isEqualTo(2); // Neither of the two said that it tried.
    fire(suspicion);
    assertThat(member(probe.dest().name()).state()).isEqualTo(MemberState.DEAD);
  }

  @Test
  void anAnswerThroughAnotherSaves() {
    hear(record("n2", 0, "alive"), record("n3", 0, "alive"));
    fire(Round.PROBE);
    Body ask = sends(fire(Round.ASK_OTHERS)).get(0).body();
    receive("n3", Body.of("swim_ack", "number", ask.json("number"), "news", Json.array()));
    fire(Round.PROBE);
    assertThat(membership.suspected()).isZero();
  }

  @Test
  void aMemberProbesForOthersAndSaysSoWhereNobodyAnswers() {
    Body ask =
        Body.of("swim_ask", "number", Json.of(9), "target", Json.of("n3"), "news", Json.array());
    Effect.Send ping = sends(receive("n2", ask)).get(0);
    assertThat(ping.dest().name()).isEqualTo("n3");
    long own = ping.body().integer("number");
    Effect.Send nack = sends(fire(new Relayed(own))).get(0);
    assertThat(nack.dest().name() + " " + nack.body().type()).isEqualTo("n2 swim_nack");
    assertThat(nack.body().integer("number")).isEqualTo(9);
    assertThat(fire(new Relayed(own))).isEmpty();
  }

  @Test
  void theMoreSuspectAMemberTheSoonerItIsDead() {
    for (int i = 3; i < 13; i++) {
      hear(record("n" + i, 0, "alive"));
    }
    Suspicion suspicion = new Suspicion(new NodeId("n3"));
    Duration alone = delay(hear(record("n3", 0, "suspect", Json.of("n4"))), suspicion);
    pass(Duration.ofSeconds(1));
    assertThat(hear(record("n3", 0, "suspect", Json.of("n4"))))
        .noneMatch(effect -> effect instanceof Effect.SetTimer);
    Duration two = delay(hear(record("n3", 0, "suspect", Json.of("n5"))), suspicion);
    Duration three = delay(hear(record("n3", 0, "suspect", Json.of("n6"))), suspicion);
    Duration four = delay(hear(record("n3", 0, "suspect", Json.of("n7"))), suspicion);
    assertThat(alone).isBetween(Duration.ofSeconds(24), Duration.ofSeconds(26));
    assertThat(two).isLessThan(alone.minusSeconds(5));
    assertThat(three).isLessThan(two);
    assertThat(four).isBetween(Duration.ofSeconds(3), Duration.ofSeconds(4));
  }

  @Test
  void tablesAreSentOnlyWhereTheyDiffer() {
    hear(record("n2", 0, "alive"));
    long fingerprint = sends(fire(Round.SYNC)).get(0).body().integer("fingerprint");
    Body same = Body.of("swim_sync", "fingerprint", Json.of(fingerprint), "news", Json.array());
    assertThat(sends(receive("n2", same))).isEmpty();
    Body other = Body.of("swim_sync", "fingerprint", Json.of(1), "news", Json.array());
    Body table = sends(receive("n2", other)).get(0).body();
    assertThat(table.array("members")).contains(record("n2", 0, "alive"));
    assertThat(table.bool("answer")).isTrue();
  }

  @Test
  void whoLeavesSaysSoAndIsNotTalkedOutOfIt() {
    hear(record("n2", 0, "alive"));
    membership.leave(effects);
    Body gossip = sends(effects.drain()).get(0).body();
    assertThat(gossip.array("news")).contains(record("n1", 0, "left", Json.of(0)));
    hear(record("n1", 0, "dead", Json.of(0)));
    assertThat(member("n1").state()).isEqualTo(MemberState.LEFT);
    assertThat(membership.hasLeft()).isFalse();
    fire(Round.GOSSIP);
    assertThat(membership.hasLeft()).isTrue();
  }

  @Test
  void theDeadAreForgottenAfterADay() {
    hear(record("n2", 0, "dead", Json.of(Duration.ofHours(23).toMillis())));
    fire(Round.SYNC);
    assertThat(membership.members()).hasSize(2);
    pass(Duration.ofHours(1));
    fire(Round.SYNC);
    assertThat(membership.members()).hasSize(1);
    hear(record("n2", 0, "dead", Json.of(Duration.ofHours(24).toMillis())));
    assertThat(membership.members()).hasSize(1);
  }

  @Test
  void membersBeyondTheBoundAreNotHeard() {
    for (int i = 0; i < MembershipSettings.MOST_MEMBERS + 5; i++) {
      hear(record("m" + i, 0, "alive"));
    }
    assertThat(membership.members()).hasSize(MembershipSettings.MOST_MEMBERS);
  }

  @Test
  void newsIsBoundedAndEndsAfterAFewTellings() {
    for (int i = 0; i < 50; i++) {
      hear(record("m" + i, 0, "alive"));
    }
    int told = 0;
    for (int i = 0; i < 40; i++) {
      int news = sends(receive("n2", ping(i))).get(0).body().array("news").size();
      assertThat(news).isLessThanOrEqualTo(MembershipSettings.MOST_NEWS);
      told += news;
    }
    assertThat(told).isEqualTo(50 * MembershipSettings.DEFAULT.tellings(51));
  }

  @Test
  void whatIsNoMemberIsRefused() {
    for (Json bad :
        List.of(
            Json.of(1),
            Json.array(),
            record("", 0, "alive"),
            record("n2", -1, "alive"),
            record("n2", Long.MAX_VALUE, "alive"),
            record("n2", 0, "well"),
            record("n2", 0, "suspect"),
            record("n2", 0, "dead", Json.of(-1)),
            record("x".repeat(300), 0, "alive"))) {
      assertThatThrownBy(() -> hear(bad))
          .as("%s", bad)
          .isInstanceOf(RequestException.class)
          .hasMessageContaining("news");
    }
    assertThat(membership.members()).hasSize(1);
  }
}
