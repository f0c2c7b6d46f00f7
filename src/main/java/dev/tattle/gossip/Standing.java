package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A node's place in an order of all members, and its neighbours. Both follow from the order alone;
 * {@link Succession} explains them. Immutable.
 *
 * @param others all members but this node
 * @param isStar whether one relay serves all nodes
 * @param line the candidates for this node's relay, the preferred one first
 * @param followers the nodes whose line begins with this node
 * @param neighbours the nodes with which this node may exchange deltas: its line and followers; in
 *     a star, all nodes
 */
record Standing(
    Set<NodeId> others,
    boolean isStar,
    List<NodeId> line,
    List<NodeId> followers,
    Set<NodeId> neighbours) {
  /**
   * Works out the standing of a node.
   *
   * @param order all members, each once. A node that is not among them stands alone
   */
  static Standing of(List<NodeId> order, NodeId self) {
    List<NodeId> all = order.contains(self) ? order : List.of(self);
    Set<NodeId> others = new LinkedHashSet<>(all);
    if (others.size() != all.size()) {
      throw new IllegalArgumentException("a member comes twice: " + order);
    }
    others.remove(self);
    boolean isStar = all.size() <= Succession.STAR;
    int relays = isStar ? 1 : (int) Math.ceil(Math.sqrt(all.size()));
    List<NodeId> line = line(all, all.indexOf(self), relays);
    List<NodeId> followers = followers(all, self, relays);
    Set<NodeId> neighbours = new LinkedHashSet<>(isStar ? others : line);
    neighbours.addAll(followers);
    return new Standing(
        Collections.unmodifiableSet(others),
        isStar,
        line,
        followers,
        Collections.unmodifiableSet(neighbours));
  }

  private static List<NodeId> line(List<NodeId> order, int place, int relays) {
    NodeId home = home(order, place, relays);
    if (place < relays || relays == 1 || home == null) {
      return List.copyOf(order.subList(0, place));
    }
    Set<NodeId> line = new LinkedHashSet<>(List.of(home));
    line.addAll(order.subList(0, relays));
    for (int i = relays; i < place; i++) {
      if (home.equals(home(order, i, relays))) {
        line.add(order.get(i));
      }
    }
    return List.copyOf(line);
  }

  private static List<NodeId> followers(List<NodeId> order, NodeId self, int relays) {
    List<NodeId> followers = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      if (self.equals(home(order, i, relays))) {
        followers.add(order.get(i));
      }
    }
    return Collections.unmodifiableList(followers);
  }

  /** The first in the line of the node at this place; null for the first node. */
  private static @Nullable NodeId home(List<NodeId> order, int place, int relays) {
    if (place == 0) {
      return null;
    }
    return order.get(place < relays ? 0 : (place - relays) % relays);
  }
}
