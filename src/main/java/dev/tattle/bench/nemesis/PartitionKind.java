package dev.tattle.bench.nemesis;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Jepsen's ways to cut a network. Each returns a <em>grudge</em>: for each receiver, the senders
 * whose messages it loses.
 *
 * <p>Source: Jepsen's {@code nemesis.clj} and {@code nemesis/combined.clj}.
 */
enum PartitionKind {
  /** Cuts off one node. */
  ONE,
  /** Cuts off fewer than a third of the nodes from the rest. */
  MINORITY_THIRD,
  /** Cuts off a minority from a majority: half the nodes, rounded down, from the rest. */
  MAJORITY,
  /** Each node hears a majority, and no two nodes hear the same one. */
  MAJORITIES_RING;

  private static final int MAX_PERFECT_RING = 5;

  String jsonName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Map<NodeId, Set<NodeId>> grudge(List<NodeId> nodes, RandomGenerator random) {
    int count = nodes.size();
    List<NodeId> shuffled = shuffled(nodes, random);
    return switch (this) {
      case ONE -> split(shuffled, 1);
      case MINORITY_THIRD -> split(shuffled, (count - 1) / 3);
      case MAJORITY -> split(shuffled, count / 2);
      case MAJORITIES_RING ->
          count <= MAX_PERFECT_RING ? perfectRing(shuffled) : grownRing(shuffled, random);
    };
  }

  /**
   * Makes cuts one way: of two nodes that do not hear each other, one hears the other again. Chance
   * decides which side.
   */
  static Map<NodeId, Set<NodeId>> oneWay(Map<NodeId, Set<NodeId>> grudge, RandomGenerator random) {
    List<NodeId> receivers = new ArrayList<>(grudge.keySet());
    if (random.nextBoolean()) {
      Collections.reverse(receivers);
    }
    Map<NodeId, Set<NodeId>> oneWay = new LinkedHashMap<>();
    for (NodeId receiver : receivers) {
      Set<NodeId> lost = new LinkedHashSet<>(grudge.get(receiver));
      lost.removeIf(sender -> oneWay.getOrDefault(sender, Set.of()).contains(receiver));
      oneWay.put(receiver, lost);
    }
    return oneWay;
  }

  /** Cuts each direction of each link, with the same probability: any graph may result. */
  static Map<NodeId, Set<NodeId>> anyLinks(List<NodeId> nodes, RandomGenerator random) {
    double probability = random.nextDouble();
    Map<NodeId, Set<NodeId>> grudge = new LinkedHashMap<>();
    for (NodeId receiver : nodes) {
      Set<NodeId> lost = new LinkedHashSet<>();
      for (NodeId sender : nodes) {
        if (!sender.equals(receiver) && random.nextDouble() < probability) {
          lost.add(sender);
        }
      }
      grudge.put(receiver, lost);
    }
    return grudge;
  }

  private static Map<NodeId, Set<NodeId>> split(List<NodeId> nodes, int first) {
    List<NodeId> left = nodes.subList(0, first);
    List<NodeId> right = nodes.subList(first, nodes.size());
    Map<NodeId, Set<NodeId>> grudge = new LinkedHashMap<>();
    left.forEach(node -> grudge.put(node, new LinkedHashSet<>(right)));
    right.forEach(node -> grudge.put(node, new LinkedHashSet<>(left)));
    return grudge;
  }

  /** Each node hears a majority of consecutive nodes of the ring, with itself in the middle. */
  private static Map<NodeId, Set<NodeId>> perfectRing(List<NodeId> ring) {
    int majority = majority(ring.size());
    Map<NodeId, Set<NodeId>> grudge = new LinkedHashMap<>();
    for (int start = 0; start < ring.size(); start++) {
      Set<NodeId> lost = new LinkedHashSet<>(ring);
      for (int i = 0; i < majority; i++) {
        lost.remove(ring.get((start + i) % ring.size()));
      }
      grudge.put(ring.get((start + majority / 2) % ring.size()), lost);
    }
    return grudge;
  }

  /** Links the least connected nodes until each hears a majority. Links work both ways. */
  private static Map<NodeId, Set<NodeId>> grownRing(List<NodeId> nodes, RandomGenerator random) {
    List<Hearing> all = new ArrayList<>();
    nodes.forEach(node -> all.add(new Hearing(node, new LinkedHashSet<>(List.of(node)))));
    while (linkLeast(byDegree(all, random), majority(nodes.size()))) {}
    Map<NodeId, Set<NodeId>> grudge = new LinkedHashMap<>();
    for (Hearing hearing : all) {
      Set<NodeId> lost = new LinkedHashSet<>(nodes);
      lost.removeAll(hearing.heard);
      grudge.put(hearing.node, lost);
    }
    return grudge;
  }

  private record Hearing(NodeId node, Set<NodeId> heard) {}

  private static boolean linkLeast(List<Hearing> byDegree, int enough) {
    Hearing least = byDegree.get(0);
    if (least.heard.size() >= enough) {
      return false;
    }
    for (Hearing other : byDegree) {
      if (least.heard.add(other.node)) {
        other.heard.add(least.node);
        return true;
      }
    }
    throw new AssertionError("a node hears everybody, and still less than a majority");
  }

  private static List<Hearing> byDegree(List<Hearing> all, RandomGenerator random) {
    List<Hearing> nodes = shuffled(all, random);
    nodes.sort(Comparator.comparingInt(node -> node.heard.size()));
    return nodes;
  }

  private static int majority(int count) {
    return count / 2 + 1;
  }

  private static <T> List<T> shuffled(List<T> items, RandomGenerator random) {
    List<T> shuffled = new ArrayList<>(items);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      T moved = shuffled.set(i, shuffled.get(j));
      shuffled.set(j, moved);
    }
    return shuffled;
  }
}
