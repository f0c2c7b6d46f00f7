package dev.tattle.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkTest {
  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final NodeId CLIENT = new NodeId("c0");

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final List<String> seen = new ArrayList<>();
  private final Network.Journal journal =
      new Network.Journal() {
        @Override
        public void onSend(long id, Message message) {
          seen.add("send " + id);
        }

        @Override
        public void onReceive(long id, Message message) {
          seen.add("recv " + id);
        }
      };
  private final Network network =
      new Network(
          scheduler,
          new Latency(Latency.Distribution.CONSTANT, 100),
          new SplittableRandom(1),
          journal);
  private final List<String> arrived = new ArrayList<>();

  @BeforeEach
  void attachEverybody() {
    for (NodeId id : List.of(A, B, CLIENT)) {
      network.attach(
          id,
          (messageId, message) ->
              arrived.add(
                  "%s %s at %d".formatted(id, message.body().type(), scheduler.nowNanos())));
    }
  }

  private boolean send(NodeId src, NodeId dest, String type) {
    return network.send(new Message(src, dest, Body.of(type)));
  }

  @Test
  void latencyAppliesBetweenServersOnly() {
    send(A, B, "gossip");
    send(CLIENT, A, "request");
    send(A, CLIENT, "reply");
    scheduler.runUntil(100_000_000);
    assertThat(arrived).containsExactly("a request at 0", "c0 reply at 0", "b gossip at 100000000");
  }

  @Test
  void messagesAreInFlightUntilTheyArriveOrAreLost() {
    send(A, B, "arrives");
    network.cut("test", Map.of(A, Set.of(B)));
    send(B, A, "is lost");
    assertThat(network.inFlight()).isEqualTo(2);
    scheduler.runUntil(100_000_000);
    assertThat(network.inFlight()).isZero();
  }

  @Test
  void anInboxThatBlocksSleepsUntilItsHeadIsDue() {
    network.blockInboxes();
    send(A, B, "gossip");
    send(CLIENT, A, "request");
    send(CLIENT, B, "read");
    send(B, CLIENT, "reply");
    scheduler.runUntil(200_000_000);
    assertThat(arrived)
        .containsExactly(
            "a request at 0", "c0 reply at 0", "b gossip at 100000000", "b read at 100000000");
    assertThat(network.inFlight()).isZero();
  }

  @Test
  void anInboxThatBlocksJudgesACutBeforeItSleeps() {
    network.blockInboxes();
    send(A, B, "taken");
    network.cut("test", Map.of(B, Set.of(A)));
    send(A, B, "is lost");
    scheduler.runUntil(200_000_000);
    assertThat(arrived).containsExactly("b taken at 100000000");
    assertThat(network.inFlight()).isZero();
  }

  @Test
  void partitionIsJudgedAtDelivery() {
    send(A, B, "sent before the cut");
    network.cut("test", Map.of(B, Set.of(A)));
    scheduler.runUntil(150_000_000);
    send(A, B, "sent during the cut");
    network.heal("test");
    scheduler.runUntil(300_000_000);
    assertThat(arrived).containsExactly("b sent during the cut at 250000000");
  }

  @Test
  void partitionCutsOneDirection() {
    network.cut("test", Map.of(B, Set.of(A)));
    send(A, B, "lost");
    send(B, A, "heard");
    scheduler.runUntil(100_000_000);
    assertThat(arrived).containsExactly("a heard at 100000000");
  }

  @Test
  void cutsOfSeveralCausesAddUp() {
    network.cut("one", Map.of(B, Set.of(A)));
    network.cut("other", Map.of(A, Set.of(B)));
    network.heal("one");
    send(A, B, "heard");
    send(B, A, "lost");
    scheduler.runUntil(100_000_000);
    assertThat(arrived).containsExactly("b heard at 100000000");
    assertThat(network.isCut()).isTrue();
  }

  @Test
  void lossDoublingAndDelayBefallServersOnly() {
    network.loseIf(message -> message.body().type().equals("lost"));
    network.doubleIf(message -> message.body().type().equals("doubled"));
    network.delayBy(message -> message.body().type().equals("slow") ? 5 : 0);
    for (String type : List.of("lost", "doubled", "slow")) {
      send(A, B, type);
      send(CLIENT, A, type);
    }
    scheduler.runUntil(200_000_000);
    assertThat(arrived)
        .containsExactly(
            "a lost at 0",
            "a doubled at 0",
            "a slow at 0",
            "b doubled at 100000000",
            "b doubled at 100000000",
            "b slow at 100000005");
  }

  @Test
  void heldMessagesWaitAndAreJudgedWhenTheyAreReleased() {
    network.hold(B);
    send(CLIENT, B, "request");
    send(A, B, "gossip");
    scheduler.runUntil(200_000_000);
    assertThat(seen).containsExactly("send 0", "send 1");
    network.cut("test", Map.of(B, Set.of(A)));
    network.release(B);
    scheduler.runUntil(300_000_000);
    assertThat(arrived).containsExactly("b request at 200000000");
  }

  @Test
  void heldMessagesComeAfterTheOneThatOpensTheWay() {
    network.hold(B);
    send(CLIENT, B, "request");
    network.releaseAfter(B, message -> message.body().type().equals("key"));
    send(CLIENT, B, "late");
    send(CLIENT, B, "key");
    scheduler.runUntil(0);
    assertThat(arrived).containsExactly("b key at 0", "b request at 0", "b late at 0");
  }

  @Test
  void whoIsHeldAgainWaitsForMoreThanTheOldKey() {
    network.hold(B);
    network.releaseAfter(B, message -> message.body().type().equals("key"));
    network.hold(B);
    send(CLIENT, B, "key");
    scheduler.runUntil(0);
    assertThat(arrived).isEmpty();
  }

  @Test
  void journalSeesEverySendAndWhatIsReceived() {
    network.cut("test", Map.of(B, Set.of(A)));
    send(A, B, "lost");
    send(B, A, "heard");
    scheduler.runUntil(100_000_000);
    assertThat(seen).containsExactly("send 0", "send 1", "recv 1");
  }

  @Test
  void messageToNobodyIsRefused() {
    assertThat(send(A, new NodeId("nobody"), "x")).isFalse();
    assertThat(seen).isEmpty();
  }

  @Test
  void earlierDeadlineOvertakes() {
    Network random =
        new Network(
            scheduler,
            new Latency(Latency.Distribution.UNIFORM, 50),
            new SplittableRandom(7),
            journal);
    List<Long> ids = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    random.attach(
        B,
        (id, message) -> {
          ids.add(id);
          times.add(scheduler.nowNanos());
        });
    for (int i = 0; i < 20; i++) {
      random.send(new Message(A, B, Body.of("x")));
    }
    scheduler.runUntil(100_000_000);
    assertThat(ids).hasSize(20).isNotEqualTo(ids.stream().sorted().toList());
    assertThat(times).isSorted();
  }

  @Test
  void eachLinkHasADelayOfItsOwn() {
    Network uneven =
        new Network(
            scheduler,
            new Latency(Latency.Distribution.LINK, 50),
            new SplittableRandom(7),
            journal);
    Map<NodeId, Set<Long>> times = new LinkedHashMap<>();
    for (NodeId id : List.of(A, B)) {
      times.put(id, new LinkedHashSet<>());
      uneven.attach(id, (messageId, message) -> times.get(id).add(scheduler.nowNanos()));
    }
    for (int i = 0; i < 20; i++) {
      uneven.send(new Message(A, B, Body.of("x")));
      uneven.send(new Message(B, A, Body.of("x")));
    }
    scheduler.runUntil(100_000_000);
    assertThat(times.get(A)).hasSize(1);
    assertThat(times.get(B)).hasSize(1).isNotEqualTo(times.get(A));
  }

  @Test
  void clientsAreCAndANumber() {
    assertThat(List.of("c0", "c17")).allMatch(name -> Network.isClient(new NodeId(name)));
    assertThat(List.of("c", "n1", "cat", "c1x", "lin-kv"))
        .noneMatch(name -> Network.isClient(new NodeId(name)));
  }
}
