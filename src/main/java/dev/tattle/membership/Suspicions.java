package dev.tattle.membership;

import dev.tattle.core.NodeId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows which members are suspected, and by which nodes. The more nodes suspect a member, the
 * sooner it is declared dead (Lifeguard, section IV.B). A node that is alone in its suspicion may
 * be at fault itself.
 */
final class Suspicions {
  private static final class Suspicion {
    private final long sinceNanos;
    private final Duration least;
    private final Duration most;
    private final int wanted;
    private final Set<NodeId> by = new LinkedHashSet<>();

    Suspicion(long sinceNanos, Duration least, Duration most, int wanted) {
      this.sinceNanos = sinceNanos;
      this.least = least;
      this.most = most;
      this.wanted = wanted;
    }

    Duration timeout() {
      if (wanted == 0) {
        return least;
      }
      double share = Math.log(by.size()) / Math.log(wanted + 1);
      Duration spread = MembershipSettings.scaled(most.minus(least), share);
      return most.minus(spread);
    }
  }

  private final MembershipSettings settings;
  private final Map<NodeId, Suspicion> all = new TreeMap<>();

  Suspicions(MembershipSettings settings) {
    this.settings = settings;
  }

  boolean isOf(NodeId id) {
    return all.containsKey(id);
  }

  /** The first node to suspect the member; null if none does. */
  @Nullable NodeId first(NodeId id) {
    Suspicion suspicion = all.get(id);
    return suspicion == null ? null : suspicion.by.iterator().next();
  }

  int size() {
    return all.size();
  }

  /**
   * Begins a suspicion.
   *
   * @param group how many members are present
   * @return how long until the member is declared dead
   */
  Duration begin(NodeId id, NodeId by, int group, long nowNanos) {
    int others = group - 2;
    int wanted = others < settings.confirmations() ? 0 : settings.confirmations();
    Suspicion suspicion =
        new Suspicion(
            nowNanos, settings.leastSuspicion(group), settings.mostSuspicion(group), wanted);
    suspicion.by.add(by);
    all.put(id, suspicion);
    return suspicion.timeout();
  }

  /**
   * Notes another node that suspects the member. Returns the time left; null if nothing changes.
   */
  @Nullable Duration confirm(NodeId id, NodeId by, long nowNanos) {
    Suspicion suspicion = all.get(id);
    if (suspicion == null || suspicion.by.size() > suspicion.wanted || !suspicion.by.add(by)) {
      return null;
    }
    Duration left = suspicion.timeout().minusNanos(nowNanos - suspicion.sinceNanos);
    return left.isNegative() ? Duration.ZERO : left;
  }

  void end(NodeId id) {
    all.remove(id);
  }
}
