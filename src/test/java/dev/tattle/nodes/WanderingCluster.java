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
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Lin-kv nodes with a witness, whose members join, leave and are replaced at random. */
public final class WanderingCluster implements NodeFactory {
  /** All who may be members; the first three found the group. */
  public static final List<NodeId> NODES =
      IntStream.range(0, 6).mapToObj(i -> new NodeId("n" + i)).toList();

  /** Snapshots come so often that those who join need them. */
  private static final RaftSettings SETTINGS = RaftSettings.DEFAULT.withSnapshotsAfter(20, 5);

  private enum Wander implements Timer {
    WANDER
  }

  /** Now and then the leader moves the group to other voters, or lets another lead. */
  private static final class Wanderer implements Node {
    private static final int LONGEST_REST_MILLIS = 1500;

    private final Environment environment;
    private final LinKvNode node;

    Wanderer(Environment environment, Witness witness) {
      this.environment = environment;
      node = new LinKvNode(environment, Members.of(NODES.subList(0, 3)), SETTINGS, witness);
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
        node.group().moveTo(someNodes());
      } catch (RequestException notTheLeader) {
        return;
      }
      if (environment.random().nextInt(4) == 0) {
        node.group().transferTo(NODES.get(environment.random().nextInt(NODES.size())), out);
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

  private final Witness witness = new Witness();

  @Override
  public NodeFactory ofOneCluster() {
    return new WanderingCluster();
  }

  @Override
  public Node create(Environment environment) {
    return new Wanderer(environment, witness);
  }
}
