package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import dev.tattle.core.Timer;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.GossipMessage.Header;
import dev.tattle.gossip.GossipMessage.Push;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the engine with a store that holds only words. */
class GossipTest {
  private static final String KIND = "words";
  private static final GossipSettings SETTINGS = GossipSettings.of(KIND, Duration.ofMillis(240));
  private static final ReplicaId THEIRS = new ReplicaId("n1:x");

  private final FakeEnvironment environment = new FakeEnvironment("n0", "n0", "n1", "n2");
  private final Effects effects = new Effects();

  /** An engine and its store, restored from the disk. */
  private record Engine(WordStore store, Gossip gossip) {
    static Engine of(FakeEnvironment environment) {
      return of(environment, SETTINGS);
    }

    static Engine of(FakeEnvironment environment, GossipSettings settings) {
      DeltaRecords records = new DeltaRecords(environment, KIND);
      WordStore store = new WordStore(records.self());
      return new Engine(store, new Gossip(environment, store, records, settings));
    }

    void add(String word, Outbox out) {
      Delta delta = store.addition(word);
      gossip.keep(delta, out);
      store.join(delta);
      gossip.changed(out);
    }

    boolean receive(Body body, Outbox out) {
      return gossip.onMessage(new Message(new NodeId("n1"), new NodeId("n0"), body), out);
    }
  }

  private static Delta words(long after, String... words) {
    List<Json> content = new ArrayList<>();
    for (String word : words) {
      content.add(Json.of(word));
    }
    return new Delta(THEIRS, after, after + words.length, Json.array(content));
  }

  private static Body gossip(Delta... deltas) {
    Header header = new Header(1, 1, 0, 0, false, VersionVector.EMPTY, false);
    return GossipBodies.toBody(KIND, new Push(header, List.of(deltas), false));
  }

  @Test
  void whoIsAloneSaysNothing() {
    Engine engine = Engine.of(new FakeEnvironment("n0", "n0"));
    engine.gossip.onStart(effects);
    engine.add("a", effects);
    assertThat(effects.drain()).isEmpty();
    assertThat(engine.gossip.leads()).isTrue();
  }

  @Test
  void whatIsNewIsJoinedOnce() {
    Engine engine = Engine.of(environment);
    assertThat(engine.receive(gossip(words(0, "a", "b")), effects)).isTrue();
    assertThat(engine.receive(gossip(words(0, "a", "b")), effects)).isFalse();
    assertThat(engine.store.words()).containsExactly("a", "b");
  }

  @Test
  void aGapIsNotJoined() {
    Engine engine = Engine.of(environment);
    assertThat(engine.receive(gossip(words(1, "b")), effects)).isFalse();
    assertThat(engine.store.words()).isEmpty();
  }

  @Test
  void whoIsNotInTheClusterIsRefused() {
    Engine engine = Engine.of(environment);
    Message message = new Message(new NodeId("n9"), new NodeId("n0"), gossip(words(0, "a")));
    assertThatThrownBy(() -> engine.gossip.onMessage(message, effects))
        .isInstanceOfSatisfying(
            RequestException.class, e -> assertThat(e.error()).isEqualTo(RpcError.NOT_SUPPORTED));
    assertThat(engine.store.words()).isEmpty();
  }

  @Test
  void dataOfAnotherKindIsRefused() {
    Engine engine = Engine.of(environment);
    Body body = gossip(words(0, "a")).with("of", Json.of("numbers"));
    assertThatThrownBy(() -> engine.receive(body, effects))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'words', as it is here");
    assertThat(engine.store.words()).isEmpty();
  }

  @Test
  void ofAMessageWithOneMalformedDeltaNothingIsJoined() {
    Engine engine = Engine.of(environment);
    Delta malformed = new Delta(new ReplicaId("n2:x"), 0, 1, Json.of("no list"));
    assertThatThrownBy(() -> engine.receive(gossip(words(0, "a"), malformed), effects))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("expected words");
    assertThat(engine.store.words()).isEmpty();
  }

  @Test
  void whoRestartsFromItsDiskIsTheSameReplicaWithAllThatItHad() {
    environment.disk = new ArrayList<>();
    effects.keepRecords(true);
    Engine engine = Engine.of(environment);
    engine.gossip.onStart(effects);
    engine.add("a", effects);
    engine.receive(gossip(words(0, "b")), effects);
    for (Effect effect : effects.drain()) {
      if (effect instanceof Effect.Append append) {
        environment.disk.add(append.record());
      }
    }

    Engine restarted = Engine.of(environment);
    assertThat(restarted.store.self()).isEqualTo(engine.store.self());
    assertThat(restarted.store.words()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatCannotBeKeptIsNeitherJoinedNorAnswered() {
    environment.disk = new ArrayList<>();
    Engine engine = Engine.of(environment);
    Outbox full = mock(Outbox.class);
    doThrow(new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, "full"))
        .when(full)
        .append(any());
    assertThatThrownBy(() -> engine.receive(gossip(words(0, "a")), full))
        .isInstanceOf(RequestException.class);
    assertThat(engine.store.words()).isEmpty();
    verify(full, never()).send(any(), any());
    verify(full, never()).setTimer(any(), any());
  }

  @Test
  void anEngineWithANameMeetsNoOther() {
    Engine plain = Engine.of(environment);
    Engine named = Engine.of(environment, SETTINGS.named("second"));
    plain.gossip.onStart(effects);
    List<Effect> ofPlain = effects.drain();
    named.gossip.onStart(effects);
    List<Effect> ofNamed = effects.drain();
    assertThat(timers(ofNamed)).hasSize(3).doesNotContainAnyElementsOf(timers(ofPlain));
    for (Effect effect : ofPlain) {
      assertThat(isOf(plain, effect)).isTrue();
      assertThat(isOf(named, effect)).isFalse();
    }
    for (Effect effect : ofNamed) {
      assertThat(isOf(plain, effect)).isFalse();
      assertThat(isOf(named, effect)).isTrue();
    }
    Body body = gossip(words(0, "a")).with("engine", Json.of("second"));
    assertThatThrownBy(() -> plain.receive(body, effects))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("'', as it is here");
    assertThat(named.receive(body, effects)).isTrue();
    assertThat(plain.store.words()).isEmpty();
  }

  private static List<Timer> timers(List<Effect> effects) {
    List<Timer> timers = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.SetTimer set) {
        timers.add(set.timer());
      }
    }
    return timers;
  }

  private static boolean isOf(Engine engine, Effect effect) {
    return effect instanceof Effect.SetTimer set
        ? engine.gossip.isMine(set.timer())
        : engine.gossip.isMine(((Effect.Send) effect).body());
  }

  @Test
  void whoHasLeftSaysNothingMoreAndNobodyWaitsForIt() {
    Engine engine = Engine.of(environment);
    engine.gossip.onStart(effects);
    engine.add("a", effects);
    List<Timer> set = timers(effects.drain());
    engine.gossip.members(List.of(new NodeId("n1")), effects);
    List<Timer> cancelled = new ArrayList<>();
    for (Effect effect : effects.drain()) {
      cancelled.add(((Effect.CancelTimer) effect).timer());
    }
    assertThat(cancelled).containsAll(set);
    engine.add("b", effects);
    assertThat(effects.drain()).isEmpty();
    assertThatThrownBy(() -> engine.receive(gossip(words(0, "c")), effects))
        .isInstanceOf(RequestException.class);
  }

  @Test
  void aMemberThatComesTwiceIsAMistake() {
    Engine engine = Engine.of(environment);
    List<NodeId> members = List.of(new NodeId("n0"), new NodeId("n1"), new NodeId("n1"));
    assertThatThrownBy(() -> engine.gossip.members(members, effects))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aNodeCanLeaveOnceSomebodyHasWhatItHas() {
    GossipTranscript cluster = new GossipTranscript(3, SETTINGS);
    cluster.settle();
    cluster.add("n2", "a");
    cluster.run(50);
    assertThat(cluster.isKnownElsewhere("n2")).isFalse();
    cluster.run(2_000);
    assertThat(cluster.isKnownElsewhere("n2")).isTrue();
  }

  /** Members come and go, each learns of it in its own time, and messages are lost. */
  @ParameterizedTest
  @ValueSource(longs = {0, 240, 1300})
  void whoeverIsAMemberInTheEndHasAll(long budgetMillis) {
    for (int seed = 0; seed < 20; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      GossipSettings settings = GossipSettings.of(KIND, Duration.ofMillis(budgetMillis));
      GossipTranscript cluster = new GossipTranscript(6, settings);
      cluster.settle();
      cluster.lose(0.1, random);
      List<String> all = List.of("n0", "n1", "n2", "n3", "n4", "n5");
      for (int i = 0; i < 30; i++) {
        List<String> some = new ArrayList<>(all);
        some.removeIf(any -> random.nextInt(4) == 0);
        for (String hears : all) {
          if (random.nextBoolean()) {
            cluster.membersAt(hears, some);
          }
        }
        cluster.add("n" + random.nextInt(6), "word" + i);
        cluster.run(random.nextInt(500));
      }
      cluster.heal();
      all.forEach(node -> cluster.membersAt(node, all));
      cluster.run(4_000);
      assertThat(new LinkedHashSet<>(cluster.words())).as(cluster.text()).hasSize(1);
      assertThat(cluster.words().get(0)).hasSize(30);
    }
  }

  /** Loss, a cut and a ring, one after the other; then all must have the same. */
  @ParameterizedTest
  @ValueSource(longs = {0, 240, 1300})
  void onceTheNetworkHasHealedAllHaveAll(long budgetMillis) {
    for (int seed = 0; seed < 20; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      GossipSettings settings = GossipSettings.of(KIND, Duration.ofMillis(budgetMillis));
      GossipTranscript cluster = new GossipTranscript(5, settings);
      cluster.settle();
      cluster.lose(0.3, random);
      addSome(cluster, "loss", random);
      cluster.cutOff("n" + random.nextInt(5), "n" + random.nextInt(5));
      addSome(cluster, "cut", random);
      cluster.ring();
      addSome(cluster, "ring", random);
      cluster.heal();
      cluster.run(3_000);
      assertThat(new LinkedHashSet<>(cluster.words())).as(cluster.text()).hasSize(1);
      assertThat(cluster.words().get(0)).hasSize(60);
    }
  }

  private static void addSome(GossipTranscript cluster, String what, RandomGenerator random) {
    for (int i = 0; i < 20; i++) {
      cluster.add("n" + random.nextInt(5), what + i);
      cluster.run(random.nextInt(300));
    }
  }
}
