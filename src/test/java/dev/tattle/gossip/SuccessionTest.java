package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import dev.tattle.crdt.VersionVector;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SuccessionTest {
  private static final long NOW = 0;

  @Test
  void inASmallClusterTheFirstServesAll() {
    List<NodeId> order = nodes(Succession.STAR);
    assertThat(new Succession(order, order.get(0)).targets(NOW)).hasSize(Succession.STAR - 1);
    assertThat(targets(new Succession(order, order.get(9)))).containsExactly(order.get(0));
  }

  @Test
  void inALargeClusterNobodyServesManyAndEverybodyIsServed() {
    List<NodeId> order = nodes(100);
    for (NodeId node : order) {
      Succession succession = new Succession(order, node);
      assertThat(succession.targets(NOW).size()).as(node.name()).isLessThanOrEqualTo(2 * 10);
      for (NodeId target : targets(succession)) {
        boolean isMutual = targets(new Succession(order, target)).contains(node);
        assertThat(isMutual).as("%s serves %s", node, target).isTrue();
      }
    }
    assertThat(targets(new Succession(order, order.get(57)))).containsExactly(order.get(7));
    assertThat(targets(new Succession(order, order.get(7)))).contains(order.get(0), order.get(57));
  }

  @Test
  void aLeafTurnsFromItsHomeToTheOtherRelaysThenToEarlierLeavesAndAtLastToItself() {
    List<NodeId> order = nodes(100);
    Succession leaf = new Succession(order, order.get(27));
    assertThat(leaf.relay()).isEqualTo(order.get(7));
    suspect(leaf, order.get(7));
    assertThat(leaf.relay()).isEqualTo(order.get(0));
    assertThat(leaf.isAstray()).isTrue();
    suspect(leaf, order.get(0));
    assertThat(leaf.relay()).isEqualTo(order.get(1));
    order.subList(0, 10).forEach(relay -> suspect(leaf, relay));
    assertThat(leaf.relay()).isEqualTo(order.get(17));
    suspect(leaf, order.get(17));
    assertThat(leaf.relay()).isEqualTo(order.get(27));
  }

  private static void suspect(Succession succession, NodeId id) {
    Peer peer = Objects.requireNonNull(succession.find(id));
    peer.underWay.sent(1, VersionVector.EMPTY, NOW);
    peer.suspect();
  }

  private static List<NodeId> targets(Succession succession) {
    return succession.targets(NOW).stream().map(peer -> peer.id).toList();
  }

  private static List<NodeId> nodes(int count) {
    return IntStream.range(0, count).mapToObj(i -> new NodeId("n" + i)).toList();
  }
}
