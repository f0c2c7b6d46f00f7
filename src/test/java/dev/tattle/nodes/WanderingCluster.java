package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import dev.tattle.raft.Members;
import dev.tattle.raft.RaftGroup;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Nodes with a witness, whose members join, leave and are replaced at random. */
public final class WanderingCluster implements NodeFactory {
  /** All who may be members; the first three found the group. */
  public static final List<NodeId> NODES =
      IntStream.range(0, 6).mapToObj(i -> new NodeId("n" + i)).toList();

  /** Snapshots come so often that those who join need them. */
  private static final RaftSettings SETTINGS = RaftSettings.DEFAULT.withSnapshotsAfter(20, 5);

  private enum Wander implements Timer {
    WANDER
  }

  /** Makes the leader change the voters or hand over the leadership now and then. */
  private static final class Wanderer implements Node {
    private static final int LONGEST_REST_MILLIS = 1500;

    private final Environment environment;
    private final Node node;
    private final RaftGroup group;

    Wanderer(Environment environment, Node node, RaftGroup group) {
      this.environment = environment;
      this.node = node;
      this.group = group;
    }

    @Override
    public void onStart(Outbox out) {
      node.onStart(out);
      rest(out);
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      node.onMessage(message, out);
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      if (timer != Wander.WANDER) {
        node.onTimer(timer, out);
        return;
      }
      rest(out);
      try {
        group.moveTo(Members.of(someNodes()));
      } catch (RequestException notTheLeader) {
        return;
      }
      if (environment.random().nextInt(4) == 0) {
        group.transferTo(NODES.get(environment.random().nextInt(NODES.size())), out);
      }
    }

    private void rest(Outbox out) {
      int millis = 1 + environment.random().nextInt(LONGEST_REST_MILLIS);
      out.setTimer(Wander.WANDER, Duration.ofMillis(millis));
    }

    private List<NodeId> someNodes() {
      List<NodeId> left = new ArrayList<>(NODES);
      List<NodeId> some = new ArrayList<>();
      int count = 1 + environment.random().nextInt(5);
      while (some.size() < count) {
        some.add(left.remove(environment.random().nextInt(left.size())));
      }
      return some;
    }
  }

  private final boolean isStrong;
  private final Witness witness = new Witness();

  /** Nodes of lin-kv. */
  public WanderingCluster() {
    this(false);
  }

  /**
   * Nodes of lin-kv, or of strong counters.
   *
   * @param isStrong whether they are counters
   */
  public WanderingCluster(boolean isStrong) {
    this.isStrong = isStrong;
  }

  @Override
  public NodeFactory ofOneCluster() {
    return new WanderingCluster(isStrong);
  }

  @Override
  public Node create(Environment environment) {
    Members founders = Members.of(NODES.subList(0, 3));
    if (isStrong) {
      StrongCounterNode node = new StrongCounterNode(environment, founders, SETTINGS, witness);
      return new Wanderer(environment, node, node.group());
    }
    LinKvNode node = new LinKvNode(environment, founders, SETTINGS, witness);
    return new Wanderer(environment, node, node.group());
  }
}
