package dev.tattle.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrongNodeTest {
  private static NodeFactory nodes(int founders) {
    return environment -> new ToldNode(environment, founders);
  }

  private static ClusterTester founded(int size) {
    ClusterTester cluster = new ClusterTester(1, size, nodes(size));
    cluster.maxLatency = Duration.ofMillis(10);
    cluster.run(Duration.ofSeconds(3));
    return cluster;
  }

  private static Body ask(ClusterTester cluster, int node, Body request) {
    cluster.replies.clear();
    long id = cluster.request(cluster.ids.get(node), request);
    cluster.run(Duration.ofSeconds(2));
    return cluster.replies.stream()
        .map(Message::body)
        .filter(body -> Long.valueOf(id).equals(body.inReplyTo()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no answer to " + request));
  }

  private static Body ask(ClusterTester cluster, int node, String type, Object... fields) {
    return ask(cluster, node, Body.of(type, fields));
  }

  private static long next(ClusterTester cluster, int node) {
    return ask(cluster, node, "next", "strong", Json.of("a")).integer("value");
  }

  private static Body status(ClusterTester cluster, int node) {
    return new Body("status", null, null, ask(cluster, node, "status").object("group"));
  }

  private static List<Json> voters(ClusterTester cluster, int node) {
    return status(cluster, node).array("voters");
  }

  private static int leader(ClusterTester cluster) {
    return cluster.ids.indexOf(new NodeId(status(cluster, 0).text("leader")));
  }

  @Test
  void nodesThatHearOfEachOtherFoundOneGroup() {
    ClusterTester cluster = founded(3);
    assertThat(List.of(next(cluster, 0), next(cluster, 1), next(cluster, 2)))
        .containsExactly(1L, 2L, 3L);
    assertThat(voters(cluster, 1)).hasSize(3);
  }

  @Test
  void tooFewNodesFoundNothingAndSaySo() {
    ClusterTester cluster = new ClusterTester(1, 2, nodes(3));
    cluster.run(Duration.ofSeconds(5));
    Body refused = ask(cluster, 0, "next", "strong", Json.of("a"));
    assertThat(refused.integer("code")).isEqualTo(11);
    assertThat(refused.text("text")).contains("2 of 3 nodes are up");
  }

  @Test
  void aPersonFoundsTheGroupAndTheOthersAreTakenIn() {
    ClusterTester cluster = new ClusterTester(1, 3, nodes(0));
    cluster.run(Duration.ofSeconds(5));
    assertThat(ask(cluster, 1, "next", "strong", Json.of("a")).text("text")).contains("/found");
    assertThat(ask(cluster, 2, "found").type()).isEqualTo("found_ok");
    cluster.run(Duration.ofSeconds(10));
    assertThat(next(cluster, 0)).isEqualTo(1);
    assertThat(voters(cluster, 0)).hasSize(3);
    assertThat(ask(cluster, 1, "found").integer("code")).isEqualTo(22);
  }

  @Test
  void twoThatAreToldAtOnceFoundOneGroup() {
    ClusterTester cluster = new ClusterTester(1, 3, nodes(0));
    cluster.run(Duration.ofSeconds(3));
    cluster.request(cluster.ids.get(1), Body.of("found"));
    cluster.request(cluster.ids.get(2), Body.of("found"));
    cluster.run(Duration.ofSeconds(20));
    assertThat(List.of(next(cluster, 0), next(cluster, 1), next(cluster, 2)))
        .containsExactly(1L, 2L, 3L);
    assertThat(voters(cluster, 1)).hasSize(3);
  }

  @Test
  void aNodeThatHasLostItsDiskIsAnotherVoter() {
    ClusterTester cluster = founded(3);
    next(cluster, 0);
    int lost = (leader(cluster) + 1) % 3;
    cluster.restart(cluster.ids.get(lost));
    cluster.run(Duration.ofSeconds(10));
    assertThat(voters(cluster, lost)).hasSize(3);
    // With the one that was replaced there is a majority.
    NodeId other = cluster.ids.get((lost + 1) % 3);
    cluster.cut((from, to) -> from.equals(other) || to.equals(other));
    cluster.run(Duration.ofSeconds(5));
    assertThat(next(cluster, lost)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aLeaderOrAFollowerLeavesAndTheOthersAreAMajority(int afterLeader) {
    ClusterTester cluster = founded(3);
    int leaver = (leader(cluster) + afterLeader) % 3;
    ask(cluster, leaver, "leave", "is_leaving", Json.of(true));
    cluster.run(Duration.ofSeconds(5));
    Body left = ask(cluster, leaver, "leave", "is_leaving", Json.of(true));
    assertThat(left.bool("handed_over")).isTrue();
    int other = (leaver + 1) % 3;
    assertThat(voters(cluster, other)).hasSize(2).doesNotContain(Json.of(cluster.ids.get(leaver)));
    assertThat(next(cluster, other)).isEqualTo(1);
  }

  @Test
  void aNodeThatNeverComesBackIsRemoved() {
    ClusterTester cluster = founded(3);
    int dead = (leader(cluster) + 1) % 3;
    NodeId id = cluster.ids.get(dead);
    cluster.cut((from, to) -> from.equals(id) || to.equals(id));
    int follower = (dead + 1) % 3 == leader(cluster) ? (dead + 2) % 3 : (dead + 1) % 3;
    Body elsewhere = ask(cluster, follower, "remove", "node", Json.of(id));
    assertThat(elsewhere.text("text")).contains("leads: ask there");
    assertThat(ask(cluster, leader(cluster), "remove", "node", Json.of(id)).type())
        .isEqualTo("remove_ok");
    cluster.run(Duration.ofSeconds(3));
    assertThat(voters(cluster, follower)).hasSize(2);
  }

  @Test
  void countersAreMadeOnceAndDeleted() {
    ClusterTester cluster = founded(3);
    Body create = Body.of("create", "strong", Json.of("a"), "min", Json.of(-1), "max", Json.of(5));
    assertThat(ask(cluster, 0, create).bool("created")).isTrue();
    assertThat(ask(cluster, 1, create).bool("created")).isFalse();
    assertThat(ask(cluster, 1, create.with("max", Json.of(6))).integer("code")).isEqualTo(22);
    assertThat(ask(cluster, 0, "create", "strong", Json.of("b"), "min", Json.of(1)).integer("code"))
        .isEqualTo(22);
    assertThat(next(cluster, 2)).isEqualTo(1);
    assertThat(ask(cluster, 2, "delete", "strong", Json.of("a")).integer("value")).isEqualTo(1);
    assertThat(ask(cluster, 0, "delete", "strong", Json.of("a")).integer("code")).isEqualTo(20);
    assertThat(next(cluster, 1)).isEqualTo(1);
  }

  @Test
  void listsAreInOrderAndInPages() {
    ClusterTester cluster = founded(3);
    for (String name : List.of("b2", "a", "b1", "b3", "c")) {
      ask(cluster, 0, "create", "strong", Json.of(name));
    }
    Body page = ask(cluster, 1, "list", "prefix", Json.of("b"), "limit", Json.of(2));
    assertThat(page.json("counters")).isEqualTo(pairs("b1", "b2"));
    assertThat(page.bool("more")).isTrue();
    Body rest = ask(cluster, 1, "list", "prefix", Json.of("b"), "after", Json.of("b2"));
    assertThat(rest.json("counters")).isEqualTo(pairs("b3"));
    assertThat(rest.bool("more")).isFalse();
  }

  private static Json pairs(String... names) {
    return Json.array(
        List.of(names).stream().map(name -> Json.array(Json.of(name), Json.of(0))).toList());
  }

  @Test
  void whoAsksForNamesHearsWhichComeAndGo() {
    ClusterTester cluster = founded(3);
    ask(cluster, 0, "create", "strong", Json.of("a"));
    Body all = ask(cluster, 1, "names");
    assertThat(all.bool("all")).isTrue();
    assertThat(all.array("names")).containsExactly(Json.of("a"));

    cluster.replies.clear();
    Body question = Body.of("names", "since", all.json("since"));
    cluster.request(cluster.ids.get(1), question);
    cluster.run(Duration.ofSeconds(5));
    assertThat(cluster.replies).as("nothing is new").isEmpty();
    cluster.request(cluster.ids.get(2), Body.of("create", "strong", Json.of("b")));
    cluster.run(Duration.ofSeconds(1));
    Body news =
        cluster.replies.stream()
            .map(Message::body)
            .filter(body -> body.type().equals("names_ok"))
            .findFirst()
            .orElseThrow();
    assertThat(news.bool("all")).isFalse();
    assertThat(news.array("names")).containsExactly(Json.of("b"));

    ask(cluster, 0, "delete", "strong", Json.of("b"));
    Body gone = ask(cluster, 1, "names", "since", news.json("since"));
    assertThat(gone.array("gone")).containsExactly(Json.of("b"));
    assertThat(gone.array("names")).isEmpty();
  }

  @Test
  void aBackupIsRestoredIntoANewClusterThroughItsLog() {
    ClusterTester from = founded(3);
    ask(from, 0, "add", "strong", Json.of("a"), "delta", Json.of(7), "key", Json.of("k"));
    ask(from, 1, "create", "strong", Json.of("b"), "max", Json.of(3));
    List<Json> parts = ask(from, 2, "backup").array("parts");

    ClusterTester to = founded(3);
    for (Json part : parts) {
      assertThat(ask(to, 0, "restore", "part", part).type()).isEqualTo("restore_ok");
    }
    assertThat(ask(to, 1, "read", "strong", Json.of("a")).integer("value")).isEqualTo(7);
    Body again =
        ask(to, 1, "add", "strong", Json.of("a"), "delta", Json.of(7), "key", Json.of("k"));
    assertThat(again.integer("value")).as("keys are restored, too").isEqualTo(7);
    assertThat(ask(to, 2, "add", "strong", Json.of("b"), "delta", Json.of(4)).integer("code"))
        .as("bounds are restored, too")
        .isEqualTo(22);
    assertThat(ask(to, 2, "restore", "part", parts.get(0)).type()).isEqualTo("restore_ok");
    assertThat(next(to, 0)).isEqualTo(8);
    assertThat(ask(to, 2, "restore", "part", parts.get(0)).integer("code")).isEqualTo(22);
  }
}
