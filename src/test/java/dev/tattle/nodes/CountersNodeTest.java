package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.counters.CounterLimits;
import dev.tattle.counters.CounterStore;
import dev.tattle.counters.Counters;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import dev.tattle.gossip.GossipBodies;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The answers that clients of named counters get. */
class CountersNodeTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  private final List<Json> disk = new ArrayList<>();
  private @Nullable Timer tidying;

  private NodeTester node(@Nullable List<Json> kept, String... nodes) {
    FakeEnvironment environment =
        new FakeEnvironment(new SplittableRandom(disk.size()), "n1", nodes);
    environment.disk = kept;
    CounterLimits limits = new CounterLimits(WINDOW, 3, 2);
    NodeTester node =
        new NodeTester(environment, e -> new CountersNode(e, LatencyBudget.DEFAULT, limits));
    keep(node.start());
    return node;
  }

  private NodeTester alone() {
    return node(null, "n1");
  }

  private void keep(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Append append) {
        disk.add(append.record());
      } else if (effect instanceof Effect.Checkpoint checkpoint) {
        disk.clear();
        disk.addAll(checkpoint.records());
      } else if (effect instanceof Effect.SetTimer set && ("" + set.timer()).contains("TIDY")) {
        tidying = set.timer();
      }
    }
  }

  private static Body add(String counter, long delta) {
    return Body.of("add", "counter", Json.of(counter), "delta", Json.of(delta));
  }

  private static Body read(String counter) {
    return Body.of("read", "counter", Json.of(counter));
  }

  /** The body that a client is sent. */
  private Body ask(NodeTester node, Body request) {
    List<Effect> effects = node.request(request);
    keep(effects);
    Body answer = answer(effects);
    assertThat(answer).as("an answer to %s", request).isNotNull();
    return answer == null ? request : answer;
  }

  private static @Nullable Body answer(List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Send send && send.dest().equals(new NodeId("c1"))) {
        return send.body();
      }
    }
    return null;
  }

  private static void assertRefused(NodeTester node, Body request, RpcError error, String why) {
    assertThatThrownBy(() -> node.request(request))
        .isInstanceOfSatisfying(RequestException.class, e -> assertThat(e.error()).isEqualTo(error))
        .hasMessageContaining(why);
  }

  @Test
  void anAddThatWouldNotFitIsRefusedAndChangesNothing() {
    NodeTester node = alone();
    ask(node, add("a", Long.MAX_VALUE));
    assertRefused(node, add("a", 1), RpcError.PRECONDITION_FAILED, "64 bits");
    assertThat(ask(node, read("a")).integer("value")).isEqualTo(Long.MAX_VALUE);
    assertThat(ask(node, add("a", -1)).integer("value")).isEqualTo(Long.MAX_VALUE - 1);
  }

  @Test
  void aBatchIsAddedAsAWholeOrNotAtAll() {
    NodeTester node = alone();
    ask(node, add("a", Long.MAX_VALUE));
    Json b = Json.array(Json.of("b"), Json.of(5));
    Json tooMuch = Json.array(Json.of("a"), Json.of(5));
    Body batch = Body.of("add_all", "adds", Json.array(b, tooMuch));
    assertRefused(node, batch, RpcError.PRECONDITION_FAILED, "'a' would not fit");
    assertThat(ask(node, read("b")).bool("exists")).isFalse();
  }

  /** What a replica that has four counters sends, in so many parts. */
  private static List<Delta> parts() {
    CounterStore store = new CounterStore(new ReplicaId("n2:x"), CounterLimits.DEFAULT);
    Counters counters = new Counters(store, CounterLimits.DEFAULT);
    for (String name : List.of("a", "b", "c", "d")) {
      Counters.Terms terms = new Counters.Terms(null, 0, 0);
      Delta delta = counters.addition(List.of(new Counters.Add(name, 5)), terms);
      store.join(Objects.requireNonNull(delta));
    }
    List<Delta> parts = new ArrayList<>();
    VersionVector sent = VersionVector.EMPTY;
    while (store.exceeds(sent)) {
      List<Delta> part = store.since(sent, 1);
      parts.addAll(part);
      sent = versions(part);
    }
    assertThat(parts).hasSize(4);
    return parts;
  }

  private static VersionVector versions(List<Delta> deltas) {
    Delta last = deltas.get(deltas.size() - 1);
    return new VersionVector(new TreeMap<>(Map.of(last.origin(), last.version())));
  }

  private void push(NodeTester node, List<Delta> deltas) {
    Body body =
        Body.of(
            "counters_push",
            "round",
            Json.of(1),
            "versions",
            versions(deltas).toJson(),
            "deltas",
            GossipBodies.toJson(deltas));
    keep(node.receive("n2", body));
  }

  @Test
  void aCheckpointKeepsTheFirstPartsOfAStateThatIsStillOnItsWay() {
    NodeTester node = node(disk, "n1", "n2");
    push(node, parts().subList(0, 2));
    boolean isCompacted = false;
    for (int i = 0; i < 1_100; i++) {
      int before = disk.size();
      ask(node, add("own", 1));
      isCompacted |= disk.size() < before;
    }
    assertThat(isCompacted).isTrue();
    push(node, parts().subList(2, 4));
    assertThat(ask(node, read("a")).integer("value")).isEqualTo(5);
    NodeTester restarted = node(List.copyOf(disk), "n1", "n2");
    assertThat(ask(restarted, read("a")).integer("value")).isEqualTo(5);
    assertThat(ask(restarted, read("own")).integer("value")).isEqualTo(1_100);
  }

  @Test
  void aKeyCountsOnceAndBelongsToOneRequest() {
    NodeTester node = alone();
    Body keyed = add("a", 5).with("key", Json.of("k"));
    assertThat(ask(node, keyed).has("duplicate")).isFalse();
    assertThat(ask(node, keyed).bool("duplicate")).isTrue();
    assertThat(ask(node, read("a")).integer("value")).isEqualTo(5);
    Body other = add("a", 6).with("key", Json.of("k"));
    assertRefused(node, other, RpcError.PRECONDITION_FAILED, "another request");
  }

  @Test
  void aKeyIsForgottenWhenItsWindowIsOverAndItsAddStays() {
    NodeTester node = alone();
    Body keyed = add("a", 5).with("key", Json.of("k"));
    ask(node, keyed);
    tidy(node);
    assertThat(ask(node, Body.of("status")).integer("keys")).isEqualTo(1);
    node.pass(WINDOW.plusSeconds(1));
    tidy(node);
    tidy(node);
    assertThat(ask(node, Body.of("status")).integer("keys")).isZero();
    assertThat(ask(node, read("a")).integer("value")).isEqualTo(5);
    assertThat(ask(node, keyed).integer("value")).as("a new request").isEqualTo(10);
  }

  private void tidy(NodeTester node) {
    node.fire(CounterTimer.CARE);
    assertThat(tidying).as("the engine's timer").isNotNull();
    if (tidying != null) {
      keep(node.fire(tidying));
    }
  }

  @Test
  void boundsAreTold() {
    NodeTester node = alone();
    ask(node, add("a", 1).with("key", Json.of("k1")));
    ask(node, add("b", 1).with("key", Json.of("k2")));
    Body third = add("c", 1).with("key", Json.of("k3"));
    assertRefused(node, third, RpcError.TEMPORARILY_UNAVAILABLE, "all 2 keys");
    ask(node, add("c", 1));
    assertRefused(node, add("d", 1), RpcError.PRECONDITION_FAILED, "there are 3 counters");
    assertRefused(node, add("", 1), RpcError.MALFORMED_REQUEST, "1 to 256 characters");
  }

  @Test
  void whatWasDeletedIsGone() {
    NodeTester node = alone();
    ask(node, add("a", 5));
    Body delete = Body.of("delete", "counter", Json.of("a"));
    assertThat(ask(node, delete).integer("value")).isEqualTo(5);
    assertThat(ask(node, read("a")).bool("exists")).isFalse();
    assertRefused(node, delete, RpcError.KEY_DOES_NOT_EXIST, "no counter 'a'");
    assertThat(ask(node, add("a", 2)).integer("value")).isEqualTo(2);
  }

  @Test
  void aCounterThatHasLivedItsTimeIsDeletedAndALaterTimeExtendsIt() {
    NodeTester node = alone();
    ask(node, add("a", 5).with("ttl", Json.of(3_000)));
    ask(node, add("b", 5).with("ttl", Json.of(3_000)));
    node.pass(Duration.ofSeconds(2));
    ask(node, add("b", 1).with("ttl", Json.of(3_000)));
    node.pass(Duration.ofSeconds(2));
    node.fire(CounterTimer.CARE);
    assertThat(ask(node, read("a")).bool("exists")).isFalse();
    assertThat(ask(node, read("b")).integer("value")).isEqualTo(6);
    node.pass(Duration.ofSeconds(2));
    node.fire(CounterTimer.CARE);
    assertThat(ask(node, read("b")).bool("exists")).isFalse();
  }

  @Test
  void aReadWaitsForWhatItsTokenHasSeenAndForAMajority() {
    NodeTester node = node(null, "n1", "n2", "n3");
    Body ahead = read("a").with("token", Json.object("n2:x", Json.of(1)));
    Body majority = read("a").with("consistency", Json.of("majority"));
    assertThat(answer(node.request(ahead))).isNull();
    assertThat(answer(node.request(majority))).isNull();
    node.pass(CounterReads.PATIENCE);
    for (CounterTimer timer : List.of(CounterTimer.TOKENS, CounterTimer.MAJORITY_READS)) {
      Body refusal = answer(node.fire(timer));
      assertThat(refusal).as("%s", timer).isNotNull();
      assertThat(refusal == null ? 0 : refusal.integer("code"))
          .isEqualTo(RpcError.TEMPORARILY_UNAVAILABLE.code());
    }
  }

  @Test
  void aWatchIsAnsweredWhenTheValueChangesAndNotBefore() {
    NodeTester node = alone();
    Body watch = Body.of("watch", "counter", Json.of("a"), "value", Json.of(0));
    assertThat(answer(node.request(watch))).isNull();
    ask(node, add("b", 1));
    List<Effect> effects = node.receive("c2", add("a", 7).withMsgId(1));
    assertThat(answer(effects)).isNotNull().extracting(body -> body.integer("value")).isEqualTo(7L);
  }

  @Test
  void onlyTheRuntimeTellsWhoIsAMember() {
    NodeTester node = alone();
    Body members = Body.of("members", "members", Json.array(), "size", Json.of(1));
    assertRefused(node, members, RpcError.NOT_SUPPORTED, "does not know");
  }

  @Test
  void aNodeThatIsToLeaveChangesNothingAndSaysWhetherOthersHaveAll() {
    NodeTester node = alone();
    Body leave = Body.of("leave", "is_leaving", Json.of(true));
    assertRefused(node, leave, RpcError.NOT_SUPPORTED, "does not know");
    assertThat(node.receive("n1", leave.withMsgId(1)).toString()).contains("value=false");
    assertRefused(node, add("a", 1), RpcError.TEMPORARILY_UNAVAILABLE, "is leaving");
    assertThat(ask(node, read("a")).integer("value")).isZero();
    node.receive("n1", Body.of("leave", "is_leaving", Json.of(false)));
    assertThat(ask(node, add("a", 1)).integer("value")).isEqualTo(1);
  }

  /** Because nobody can say whether others know more about this node. */
  @Test
  void aRestartedNodeThatHearsNobodyBeginsAsAnotherReplicaAndLosesNothing() {
    String before = replica(ask(node(disk, "n1", "n2"), add("a", 5)));
    NodeTester node = node(List.copyOf(disk), "n1", "n2");
    assertThat(answer(node.request(add("a", 1)))).as("held").isNull();
    node.pass(CounterReads.PATIENCE);
    List<Effect> effects = node.fire(CounterTimer.WRITES);
    keep(effects);
    assertThat(answer(effects)).isNotNull().extracting(body -> body.integer("value")).isEqualTo(6L);
    NodeTester again = node(List.copyOf(disk), "n1", "n2");
    Body status = ask(again, Body.of("status"));
    assertThat(status.object("versions")).hasSize(2).containsKey(before);
    assertThat(ask(again, read("a")).integer("value")).isEqualTo(6);
  }

  @Test
  void aRestartedNodeThatIsAloneGoesOnAsTheSameReplica() {
    String before = replica(ask(node(disk, "n1"), add("a", 5)));
    Body after = ask(node(List.copyOf(disk), "n1"), add("a", 1));
    assertThat(after.integer("value")).isEqualTo(6);
    assertThat(replica(after)).isEqualTo(before);
  }

  private static String replica(Body answer) {
    assertThat(answer.object("token")).hasSize(1);
    return answer.object("token").keySet().iterator().next();
  }
}
