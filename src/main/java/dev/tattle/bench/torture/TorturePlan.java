package dev.tattle.bench.torture;

import dev.tattle.bench.torture.TortureFault.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Chooses the faults of a torture run. The same seed leads to the same faults. */
final class TorturePlan {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final int MIN_GAP_MILLIS = 200;
  private static final int MAX_GAP_MILLIS = 2_500;

  private final RandomGenerator random;
  private final List<String> nodes;

  private TorturePlan(RandomGenerator random, List<String> nodes) {
    this.random = random;
    this.nodes = nodes;
  }

  /** Draws faults that all begin before the time limit, in the order of their begin. */
  static List<TortureFault> draw(RandomGenerator random, List<String> nodes, Duration timeLimit) {
    TorturePlan plan = new TorturePlan(random, nodes);
    List<TortureFault> faults = new ArrayList<>();
    Duration at = FIRST;
    while (at.compareTo(timeLimit) < 0) {
      faults.add(plan.fault(at));
      at = at.plus(plan.millis(MIN_GAP_MILLIS, MAX_GAP_MILLIS));
    }
    return faults;
  }

  private TortureFault fault(Duration at) {
    Kind kind = kind();
    return switch (kind) {
      case KILL -> ofNodes(kind, at, millis(0, 4_000), List.of(anyNode()));
      case KILL_ALL -> ofNodes(kind, at, millis(0, 1_500), nodes);
      case RESTART, LEAVE -> ofNodes(kind, at, millis(500, 3_000), List.of(anyNode()));
      case PAUSE -> ofNodes(kind, at, millis(100, 7_000), List.of(anyNode()));
      case CUT ->
          new TortureFault(
              kind,
              at,
              millis(500, 10_000),
              List.of(),
              links(),
              new LinkState(cutMode(), Duration.ZERO));
      case SLOW ->
          new TortureFault(
              kind,
              at,
              millis(1_000, 10_000),
              List.of(),
              links(),
              new LinkState(LinkMode.SLOW, millis(20, 1_500)));
    };
  }

  private TortureFault ofNodes(Kind kind, Duration at, Duration lasts, List<String> which) {
    return new TortureFault(kind, at, lasts, which, List.of(), LinkState.OPEN);
  }

  private Kind kind() {
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    kinds.removeIf(kind -> nodes.size() == 1 && kind.isAmongNodes());
    int left = random.nextInt(kinds.stream().mapToInt(Kind::weight).sum());
    int place = 0;
    while (left >= kinds.get(place).weight()) {
      left -= kinds.get(place).weight();
      place++;
    }
    return kinds.get(place);
  }

  private LinkMode cutMode() {
    return switch (random.nextInt(5)) {
      case 0 -> LinkMode.HELD;
      case 1 -> LinkMode.CLOSED;
      default -> LinkMode.LOST;
    };
  }

  /** Draws links: one link; all from a node; all to it; both; or all between two halves. */
  private List<Link> links() {
    String node = anyNode();
    List<String> half = new ArrayList<>();
    for (String each : nodes) {
      if (random.nextBoolean()) {
        half.add(each);
      }
    }
    int pattern = random.nextInt(5);
    List<Link> links = new ArrayList<>();
    for (String from : nodes) {
      for (String to : nodes) {
        boolean isIn =
            switch (pattern) {
              case 0, 1 -> from.equals(node);
              case 2 -> to.equals(node);
              case 3 -> from.equals(node) || to.equals(node);
              default -> half.contains(from) != half.contains(to);
            };
        if (isIn && !from.equals(to)) {
          links.add(new Link(from, to));
        }
      }
    }
    return pattern == 0 ? List.of(links.get(random.nextInt(links.size()))) : links;
  }

  private String anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private Duration millis(int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most));
  }
}
