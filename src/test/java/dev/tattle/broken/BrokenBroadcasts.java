package dev.tattle.broken;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@link AckedBroadcast} with one fault each. */
final class BrokenBroadcasts {
  private BrokenBroadcasts() {}

  /** Counts a value as acknowledged once it was sent. */
  static final class LostAck extends AckedBroadcast {
    LostAck(Environment environment) {
      super(environment);
    }

    @Override
    void sent(Set<Json> waiting) {
      waiting.clear();
    }
  }

  /** Counts a repeated value as a new one. */
  static final class NoDedup extends AckedBroadcast {
    NoDedup(Environment environment) {
      super(environment, new ArrayList<>());
    }
  }

  /** Acknowledges everything, but ignores every third value of other nodes for good. */
  static final class DropDelta extends AckedBroadcast {
    private final Set<Json> offered = new LinkedHashSet<>();
    private final Set<Json> dropped = new LinkedHashSet<>();

    DropDelta(Environment environment) {
      super(environment);
    }

    @Override
    void learn(List<Json> learned, NodeId from) {
      for (Json value : learned) {
        if (!from.equals(self) && offered.add(value) && offered.size() % 3 == 0) {
          dropped.add(value);
        }
      }
      super.learn(learned.stream().filter(value -> !dropped.contains(value)).toList(), from);
    }
  }

  /** Starts again without asking for missed values. */
  static final class NoCatchUp extends AckedBroadcast {
    NoCatchUp(Environment environment) {
      super(environment);
    }

    @Override
    Collection<NodeId> askedAtStart() {
      return List.of();
    }
  }

  /**
   * A star: all values go through the first node, which has no substitute. It acknowledges values
   * before it passes them on. After a crash it asks for its old values and treats them as passed
   * on.
   */
  static final class DyingRelay extends AckedBroadcast {
    DyingRelay(Environment environment) {
      super(environment);
    }

    @Override
    Collection<NodeId> receivers() {
      NodeId relay = nodes.get(0);
      return self.equals(relay) ? super.receivers() : List.of(relay);
    }

    @Override
    void catchUp(List<Json> missed, NodeId from) {
      values.addAll(missed);
    }
  }

  /** Releases a value at every acknowledgement, and so twice if an acknowledgement comes twice. */
  static final class DoubleFree extends AckedBroadcast {
    DoubleFree(Environment environment) {
      super(environment);
    }

    @Override
    void acknowledged(NodeId peer, List<Json> received) {
      for (Json value : received) {
        if (!unacknowledged.get(peer).remove(value)) {
          throw new IllegalStateException("freed twice: " + value);
        }
      }
    }
  }
}
