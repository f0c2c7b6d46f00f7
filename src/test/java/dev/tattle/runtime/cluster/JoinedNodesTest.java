package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Json;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes that know one address and find the others through it. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class JoinedNodesTest {
  private final RunningCluster cluster = new RunningCluster();

  @BeforeEach
  void start() throws Exception {
    cluster.join();
    cluster.join(cluster.gossip(0));
    cluster.join(cluster.gossip(0));
    awaitStates(0, Map.of("n2", "alive connected", "n3", "alive connected"));
    awaitStates(1, Map.of("n1", "alive connected", "n3", "alive connected"));
    awaitStates(2, Map.of("n1", "alive connected", "n2", "alive connected"));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  /** How others are, as a node sees it. */
  private Map<String, String> states(int index) {
    Map<String, String> states = new TreeMap<>();
    Json peers = RunningCluster.field(cluster.get(index, "/peers"), "peers");
    for (Json peer : ((Json.Arr) peers).items()) {
      Map<String, Json> fields = ((Json.Obj) peer).fields();
      boolean isConnected = Json.of(true).equals(fields.get("connected"));
      states.put(
          text(fields.get("id")), text(fields.get("state")) + (isConnected ? " connected" : ""));
    }
    return states;
  }

  private static String text(@Nullable Json json) {
    return json instanceof Json.Text text ? text.value() : "?";
  }

  private void awaitStates(int index, Map<String, String> expected) {
    RunningCluster.await(() -> states(index).equals(expected));
  }

  @Test
  void allKnowAllAndTellEachOtherWhatIsNew() {
    for (int i = 0; i < 3; i++) {
      int index = i;
      RunningCluster.await(() -> cluster.metric(index, "tattle_peers_expected") == 2);
      assertThat(cluster.metric(i, "tattle_members{state=\"left\"}")).isZero();
    }
    cluster.get(1, "/increment");
    RunningCluster.await(() -> cluster.get(2, "/counter").body().contains("\"value\":1"));
  }

  @Test
  void nodeThatEndsIsDeadAndStaysAMemberUntilItIsBackElsewhere() throws Exception {
    String before = cluster.gossip(2).toString();
    cluster.node(2).stop(Duration.ofSeconds(5));
    awaitStates(0, Map.of("n2", "alive connected", "n3", "dead"));
    awaitStates(1, Map.of("n1", "alive connected", "n3", "dead"));
    assertThat(cluster.metric(0, "tattle_peers_expected")).isEqualTo(2);
    cluster.moved(2, cluster.gossip(1));
    awaitStates(0, Map.of("n2", "alive connected", "n3", "alive connected"));
    awaitStates(1, Map.of("n1", "alive connected", "n3", "alive connected"));
    assertThat(cluster.get(0, "/peers").body())
        .contains(cluster.gossip(2).toString())
        .doesNotContain(before);
    assertThat(cluster.log())
        .containsSubsequence(
            "n3 serves clients at http://",
            "n3 ready for requests",
            "n1 n3 is a member, at ",
            "n3 stopping: ",
            "n3 stopped after ",
            "WARN n1 n3 has not answered: it is considered dead",
            "INFO n1 n3 is back, at ");
    assertThat(cluster.log()).contains("n1 connected with n3 at ", "n1 lost n3: ");
  }

  @Test
  void nodeThatLeavesForGoodIsNoMemberAnyMore() throws Exception {
    assertThat(cluster.post(2, "/admin/leave", "").body()).contains("{\"left\":\"n3\"}");
    cluster.node(2).run();
    assertThat(cluster.log())
        .containsSubsequence(
            "n3 leaving the cluster for good",
            "n3 another node has all",
            "n3 stopping",
            "n3 stopped");
    awaitStates(0, Map.of("n2", "alive connected", "n3", "left"));
    assertThat(cluster.log()).contains("n1 n3 has left for good");
    awaitStates(1, Map.of("n1", "alive connected", "n3", "left"));
    RunningCluster.await(() -> cluster.metric(0, "tattle_peers_expected") == 1);
    cluster.moved(2, cluster.gossip(1));
    awaitStates(0, Map.of("n2", "alive connected", "n3", "alive connected"));
  }

  @Test
  void lastNodeStays() throws Exception {
    try (RunningCluster alone = RunningCluster.of(1)) {
      assertThat(alone.post(0, "/admin/leave", "").statusCode()).isEqualTo(503);
      assertThat(alone.get(0, "/increment").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void partsThatWereApartFindEachOtherAgain() {
    cluster.post(2, "/admin/partition", "");
    awaitStates(0, Map.of("n2", "alive connected", "n3", "dead connected"));
    awaitStates(2, Map.of("n1", "dead connected", "n2", "dead connected"));
    cluster.post(2, "/admin/heal", "");
    for (int i = 0; i < 3; i++) {
      int index = i;
      RunningCluster.await(() -> cluster.metric(index, "tattle_members{state=\"alive\"}") == 3);
    }
    assertThat(cluster.log())
        .containsSubsequence(
            "WARN n3 cut off on purpose: no messages to or from [n1, n2]",
            "WARN n3 no node is cut off on purpose any more");
  }
}
