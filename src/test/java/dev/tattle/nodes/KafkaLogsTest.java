package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import dev.tattle.gossip.Delta;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What logs show, and what they may not show yet. */
class KafkaLogsTest {
  private static final int SEEDS = 500;
  private static final int STEPS = 60;
  private static final List<String> KEYS = List.of("a", "b");

  private final List<KafkaLogs> cluster = cluster(2);

  private static List<KafkaLogs> cluster(int size) {
    return cluster(size, Long.MAX_VALUE);
  }

  private static List<KafkaLogs> cluster(int size, long retention) {
    List<NodeId> nodes = IntStream.range(0, size).mapToObj(i -> new NodeId("n" + i)).toList();
    List<KafkaLogs> cluster = new ArrayList<>();
    for (NodeId node : nodes) {
      KafkaLogs logs = new KafkaLogs(new ReplicaId(node + ":0"), node, nodes, retention);
      cluster.add(logs);
      logs.write(List.of(logs.has()));
    }
    return cluster;
  }

  private static long send(KafkaLogs at, String key, String message) {
    Json record = at.message(key, Json.of(message));
    at.write(List.of(record));
    at.close();
    return ((Json.Int) ((Json.Arr) record).items().get(1)).value();
  }

  /** As much as fits; the node then says what it has, if that is more. */
  private static void pass(KafkaLogs from, KafkaLogs to, int maxBytes) {
    for (Delta delta : from.since(to.versions(), maxBytes)) {
      to.join(delta);
    }
    to.close();
    for (List<Json> due = to.due(); !due.isEmpty(); due = to.due()) {
      to.write(due);
    }
  }

  private static void passAll(KafkaLogs from, KafkaLogs to) {
    pass(from, to, Integer.MAX_VALUE);
  }

  private static List<Long> shown(KafkaLogs at, String key) {
    List<Long> offsets = new ArrayList<>();
    for (Json pair : ((Json.Arr) at.topics().from(key, 0, Long.MAX_VALUE)).items()) {
      offsets.add(((Json.Int) ((Json.Arr) pair).items().get(0)).value());
    }
    return offsets;
  }

  @Test
  void offsetsAreAboveAllThatIsKnownAndOfTheNodesOwnClass() {
    KafkaLogs n0 = cluster.get(0);
    KafkaLogs n1 = cluster.get(1);
    assertThat(send(n0, "a", "x")).isEqualTo(0);
    assertThat(send(n0, "a", "x")).isEqualTo(2);
    assertThat(send(n1, "a", "x")).isEqualTo(1);
    passAll(n0, n1);
    assertThat(send(n1, "a", "x")).isEqualTo(3);
    assertThat(send(n1, "b", "x")).as("another key").isEqualTo(1);
  }

  @Test
  void messageIsShownOnceAllHaveSaidThatTheyHaveIt() {
    KafkaLogs n0 = cluster.get(0);
    KafkaLogs n1 = cluster.get(1);
    send(n0, "a", "x");
    assertThat(shown(n0, "a")).isEmpty();
    passAll(n0, n1);
    assertThat(shown(n1, "a")).as("n0 has what it wrote").containsExactly(0L);
    assertThat(shown(n0, "a")).isEmpty();
    passAll(n1, n0);
    assertThat(shown(n0, "a")).containsExactly(0L);
  }

  @Test
  void messageOfALowerOffsetIsShownWithTheStableOne() {
    KafkaLogs n0 = cluster.get(0);
    KafkaLogs n1 = cluster.get(1);
    send(n0, "a", "x");
    send(n0, "a", "x");
    send(n1, "a", "x");
    passAll(n0, n1);
    assertThat(shown(n1, "a")).as("n0 has not heard of 1").containsExactly(0L, 1L, 2L);
    assertThat(shown(n0, "a")).isEmpty();
    passAll(n1, n0);
    assertThat(shown(n0, "a")).containsExactly(0L, 1L, 2L);
  }

  @Test
  void pollBeginsAtItsOffsetAndEndsWhereItIsLongEnough() {
    List<KafkaLogs> alone = cluster(1);
    for (int i = 0; i < 10; i++) {
      send(alone.get(0), "a", "message");
    }
    assertThat(((Json.Arr) alone.get(0).topics().from("a", 4, 30)).items())
        .containsExactly(
            Json.array(Json.of(4), Json.of("message")), Json.array(Json.of(5), Json.of("message")));
    assertThat(((Json.Arr) alone.get(0).topics().from("a", 4, 1)).items())
        .as("at least one")
        .hasSize(1);
    assertThat(alone.get(0).topics().from("a", 10, 100)).isEqualTo(Json.array());
    assertThat(alone.get(0).topics().from("b", 0, 100)).isEqualTo(Json.array());
  }

  @Test
  void commitsOnlyMoveForwardAndAreJoinedByMaximum() {
    KafkaLogs n0 = cluster.get(0);
    KafkaLogs n1 = cluster.get(1);
    commit(n0, new TreeMap<>(Map.of("a", 5L, "b", 1L)));
    assertThat(n0.topics().commits(Map.of("a", 4L))).isEmpty();
    commit(n1, Map.of("a", 3L));
    passAll(n1, n0);
    assertThat(
            List.of(
                n0.topics().position("a"),
                n1.topics().position("a"),
                n0.topics().position("b"),
                n0.topics().position("c")))
        .containsExactly(5L, 3L, 1L, -1L);
  }

  private static void commit(KafkaLogs at, Map<String, Long> offsets) {
    at.write(at.topics().commits(offsets));
    at.topics().acknowledged(offsets);
  }

  @Test
  void whoBeginsAtACommitIsShownWhatFollowsIt() {
    KafkaLogs n0 = cluster.get(0);
    KafkaLogs n1 = cluster.get(1);
    send(n0, "a", "x");
    passAll(n0, n1);
    commit(n1, Map.of("a", 0L));
    n0.join(n1.since(n0.versions(), Integer.MAX_VALUE).get(0));
    assertThat(n0.topics().position("a")).as("it is not closed here").isEqualTo(-1);
    n0.close();
    assertThat(n0.topics().position("a")).isEqualTo(0);
  }

  @Test
  void whatALaterRecordSaysTooIsNotSentAgain() {
    KafkaLogs n0 = cluster.get(0);
    for (long offset = 0; offset < 100; offset++) {
      n0.write(n0.topics().commits(Map.of("a", offset)));
    }
    Json run = n0.since(VersionVector.EMPTY, Integer.MAX_VALUE).get(0).content();
    assertThat(((Json.Arr) run).items()).filteredOn(Json.NULL::equals).hasSize(99);
    passAll(n0, cluster.get(1));
    assertThat(cluster.get(1).topics().commits(Map.of("a", 99L))).isEmpty();
    assertThat(cluster.get(1).topics().commits(Map.of("a", 100L))).hasSize(1);
  }

  @Test
  void onlyTheLatestMessagesAreKeptOfThoseThatAllHave() {
    List<KafkaLogs> two = cluster(2, 4);
    for (int i = 0; i < 5; i++) {
      send(two.get(0), "a", "m" + i);
    }
    passAll(two.get(0), two.get(1));
    passAll(two.get(1), two.get(0));
    assertThat(shown(two.get(0), "a")).as("a quarter more may stay").hasSize(5);
    send(two.get(0), "a", "m5");
    passAll(two.get(0), two.get(1));
    passAll(two.get(1), two.get(0));
    assertThat(shown(two.get(0), "a")).containsExactly(4L, 6L, 8L, 10L);
    Json run = two.get(0).since(VersionVector.EMPTY, Integer.MAX_VALUE).get(0).content();
    assertThat(((Json.Arr) run).items()).filteredOn(KafkaLogsTest::isMessage).hasSize(4);
  }

  @Test
  void messageThatAnotherNodeLacksIsNotDropped() {
    List<KafkaLogs> two = cluster(2, 1);
    send(two.get(0), "a", "x");
    send(two.get(0), "a", "x");
    send(two.get(1), "a", "x");
    passAll(two.get(0), two.get(1));
    assertThat(shown(two.get(1), "a")).as("n0 has not heard of 1").containsExactly(1L, 2L);
  }

  private static boolean isMessage(Json record) {
    return record instanceof Json.Arr entry && entry.items().size() == 3;
  }

  @Test
  void otherRecordsAreRefused() {
    for (Json wrong :
        List.of(
            Json.of(1),
            Json.array(Json.of("a")),
            Json.array(Json.of("a"), Json.of(-1)),
            Json.array(Json.of(1), Json.of(1)),
            Json.object("node", Json.of("n0")),
            Json.object("node", Json.of("n0"), "has", Json.object("r", Json.of("x"))))) {
      Delta delta = new Delta(new ReplicaId("n1:0"), 0, 1, Json.array(wrong));
      assertThatThrownBy(() -> cluster.get(0).join(delta))
          .as("%s", wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** All messages that were ever sent, whoever has received them. */
  private static final class Everything {
    private final Map<String, TreeMap<Long, String>> messages = new LinkedHashMap<>();

    void send(KafkaLogs at, String key, int number) {
      String before =
          messages
              .computeIfAbsent(key, first -> new TreeMap<>())
              .put(KafkaLogsTest.send(at, key, "m" + number), "m" + number);
      assertThat(before).as("an offset is given twice").isNull();
    }

    /** Nothing is missing below what is shown, and nobody can give an offset there any more. */
    void assertClosed(List<KafkaLogs> cluster, KafkaLogs at, String key, String where) {
      List<Long> shown = shown(at, key);
      if (!shown.isEmpty()) {
        long last = shown.get(shown.size() - 1);
        assertThat(shown)
            .as(where)
            .containsExactlyElementsOf(
                messages.getOrDefault(key, new TreeMap<>()).headMap(last, true).keySet());
        for (KafkaLogs other : cluster) {
          Json next = ((Json.Arr) other.message(key, Json.NULL)).items().get(1);
          assertThat(((Json.Int) next).value()).as(where).isGreaterThan(last);
        }
      }
    }
  }

  @Test
  void whatIsShownIsWholeWhateverIsHeardOfWhat() {
    for (long seed = 0; seed < SEEDS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<KafkaLogs> nodes = cluster(2 + random.nextInt(4));
      Everything all = new Everything();
      for (int step = 0; step < STEPS; step++) {
        KafkaLogs one = nodes.get(random.nextInt(nodes.size()));
        if (random.nextInt(3) == 0) {
          all.send(one, KEYS.get(random.nextInt(KEYS.size())), step);
        } else {
          pass(one, nodes.get(random.nextInt(nodes.size())), 1 + random.nextInt(60));
        }
        for (KafkaLogs node : nodes) {
          String where = "seed %d, step %d, %s".formatted(seed, step, node.self());
          KEYS.forEach(key -> all.assertClosed(nodes, node, key, where));
        }
      }
      for (int round = 0; round < 3; round++) {
        nodes.forEach(from -> nodes.forEach(to -> passAll(from, to)));
      }
      for (KafkaLogs node : nodes) {
        assertThat(KEYS.stream().mapToInt(key -> shown(node, key).size()).sum())
            .as("seed %d: all is shown in the end", seed)
            .isEqualTo(all.messages.values().stream().mapToInt(TreeMap::size).sum());
      }
    }
  }
}
