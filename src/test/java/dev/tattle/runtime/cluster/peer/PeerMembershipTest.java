package dev.tattle.runtime.cluster.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.membership.Member;
import dev.tattle.membership.MemberState;
import dev.tattle.membership.MembershipSettings;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerMembershipTest {
  private static final NodeId SELF = new NodeId("n1");
  private static final NodeId OTHER = new NodeId("n2");

  /** No timer fires during a test. */
  private static final MembershipSettings SLOW =
      new MembershipSettings(
          Duration.ofDays(100),
          Duration.ofDays(10),
          3,
          Duration.ofDays(10),
          3,
          4,
          4,
          6,
          3,
          8,
          Duration.ofDays(100),
          Duration.ofDays(100));

  private final Vertx vertx = Vertx.vertx();
  private final List<Message> sent = new ArrayList<>();
  private final List<List<Member>> told = new ArrayList<>();
  private final PeerMembership members =
      new PeerMembership(vertx, SELF, SLOW, (dest, messages) -> sent.addAll(messages), told::add);

  @AfterEach
  void close() {
    members.stop();
    vertx.close();
  }

  private void begin() {
    members.begin(new HostPort("localhost", 9001), List.of(OTHER));
  }

  private static Message news(String type, Json... rows) {
    Body body = Body.of(type, "news", Json.array(rows)).with("number", Json.of(7));
    return new Message(OTHER, SELF, body);
  }

  private static Json alive(String id) {
    return Json.array(
        Json.of(id), Json.of("localhost:9002"), Json.of(3), Json.of(MemberState.ALIVE.word()));
  }

  @Test
  void whoeverHasSaidHelloIsAskedForAllItKnows() {
    members.met(new NodeId("n3"));
    assertThat(sent).as("before it begins").isEmpty();
    begin();
    members.met(new NodeId("n4"));
    assertThat(sent).extracting(message -> message.dest().name()).containsExactly("n2", "n4");
    assertThat(sent).allSatisfy(message -> assertThat(message.src()).isEqualTo(SELF));
    assertThat(sent).extracting(message -> message.body().type()).containsOnly("swim_table");
  }

  @Test
  void changesAreToldOnce() {
    begin();
    members.onMessage(news("swim_gossip", alive("n2")));
    members.onMessage(news("swim_gossip", alive("n2")));
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).extracting(Member::id).containsExactly(SELF, OTHER);
    assertThat(members.count(MemberState.ALIVE)).isEqualTo(2);
    assertThat(members.slowness()).isZero();
  }

  @Test
  void messageThatMakesNoSenseChangesNothing() {
    begin();
    int before = sent.size();
    Message wrong = news("swim_gossip", alive("n2"), Json.of(1));
    assertThatThrownBy(() -> members.onMessage(wrong)).isInstanceOf(RequestException.class);
    assertThatThrownBy(() -> members.onMessage(news("swim_bike")))
        .isInstanceOf(RequestException.class);
    assertThat(members.all()).extracting(Member::id).containsExactly(SELF);
    assertThat(sent).hasSize(before);
  }

  @Test
  void nodeThatLeavesTellsOthersAndOneThatStopsSaysNothing() {
    begin();
    members.onMessage(news("swim_ping", alive("n2")));
    assertThat(members.hasLeft()).isFalse();
    members.leave();
    assertThat(members.count(MemberState.LEFT)).isEqualTo(1);
    Message last = sent.get(sent.size() - 1);
    assertThat(last.dest()).isEqualTo(OTHER);
    assertThat(last.body().toString()).contains("left");
    int before = sent.size();
    members.stop();
    members.onMessage(news("swim_ping"));
    assertThat(sent).hasSize(before);
  }
}
