package dev.tattle.bench.nemesis;

import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Jepsen's ways to choose the nodes that a fault affects. */
enum Targets {
  ONE,
  MINORITY,
  MAJORITY,
  ALL;

  private static final Targets[] KINDS = values();

  static Targets any(RandomGenerator random) {
    return KINDS[random.nextInt(KINDS.length)];
  }

  String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Chooses nodes, in random order; at least one. */
  List<NodeId> of(List<NodeId> nodes, RandomGenerator random) {
    int majority = nodes.size() / 2 + 1;
    int count =
        switch (this) {
          case ONE -> 1;
          case MINORITY -> Math.max(1, nodes.size() - majority);
          case MAJORITY -> majority;
          case ALL -> nodes.size();
        };
    List<NodeId> rest = new ArrayList<>(nodes);
    List<NodeId> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      chosen.add(rest.remove(random.nextInt(rest.size())));
    }
    return chosen;
  }
}
