package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Strong counters as in the service. Nodes start at different times, learn of each other little by
 * little, found one group, leave, come back, and lose their disks. A second group ends the run.
 */
final class WanderingService implements NodeFactory {
  private static final RaftSettings SETTINGS = RaftSettings.DEFAULT.withSnapshotsAfter(20, 5);
  private static final int LOOKS_UNTIL_ALL_ARE_KNOWN = 8;
  private static final int LOOKS_A_NODE_UNTIL_ALL_STAY = 15;

  private final List<NodeId> nodes;
  private final int founders;
  private final boolean isLosingDisks;
  private final Witness witness = new Witness();
  private final Set<String> groups = new HashSet<>();

  private int looksOfAll;

  /**
   * The node that has lost its disk and does not vote yet. Only one may be in this state, because a
   * majority must have its disks.
   */
  private @Nullable NodeId replaced;

  WanderingService(List<NodeId> nodes, int founders, boolean isLosingDisks) {
    this.nodes = nodes;
    this.founders = founders;
    this.isLosingDisks = isLosingDisks;
  }

  @Override
  public NodeFactory ofOneCluster() {
    return new WanderingService(nodes, founders, isLosingDisks);
  }

  @Override
  public Node create(Environment environment) {
    return new Wanderer(environment);
  }

  private enum Wander implements Timer {
    WANDER
  }

  /** The same node with an empty disk. */
  private record Wiped(Environment node) implements Environment {
    @Override
    public NodeId self() {
      return node.self();
    }

    @Override
    public List<NodeId> nodes() {
      return node.nodes();
    }

    @Override
    public long nowNanos() {
      return node.nowNanos();
    }

    @Override
    public RandomGenerator random() {
      return node.random();
    }

    @Override
    public boolean isDurable() {
      return node.isDurable();
    }
  }

  private final class Wanderer implements Node {
    private final Environment environment;
    private final RandomGenerator random;
    private StrongNode node;
    private int looks;
    private boolean isLeaving;
    private boolean hasLeft;

    Wanderer(Environment environment) {
      this.environment = environment;
      random = environment.random();
      node = node(environment);
    }

    private StrongNode node(Environment world) {
      return new StrongNode(world, founders, SETTINGS, witness);
    }

    @Override
    public void onStart(Outbox out) {
      node.onStart(out);
      rest(out);
      look();
    }

    @Override
    public void onMessage(Message message, Outbox out) {
      note(message.body());
      node.onMessage(message, new HeardOutbox(out));
      look();
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      if (timer == Wander.WANDER) {
        rest(out);
        wander(out);
      } else {
        node.onTimer(timer, out);
      }
      look();
    }

    private void wander(Outbox out) {
      looks++;
      looksOfAll++;
      tell(known(), out);
      if (isLeaving) {
        own(Body.of("leave", "is_leaving", Json.of(true)), out);
      } else if (isLosingDisks
          && replaced == null
          && looksOfAll < LOOKS_A_NODE_UNTIL_ALL_STAY * nodes.size()
          && !node.group().id().isEmpty()
          && random.nextInt(15) == 0) {
        if (random.nextBoolean()) {
          isLeaving = true;
        } else {
          wipe(out);
        }
      }
      if (hasLeft) {
        isLeaving = false;
        hasLeft = false;
        wipe(out);
      }
    }

    /** The disk is gone, and the node starts anew. */
    private void wipe(Outbox out) {
      replaced = environment.self();
      out.checkpoint(List.of());
      for (dev.tattle.raft.RaftTimer timer : dev.tattle.raft.RaftTimer.values()) {
        out.cancelTimer(timer);
      }
      node = node(new Wiped(environment));
      node.onStart(out);
      tell(known(), out);
    }

    private List<NodeId> known() {
      List<NodeId> known = new ArrayList<>(nodes);
      if (looks < LOOKS_UNTIL_ALL_ARE_KNOWN) {
        known.removeIf(any -> !any.equals(environment.self()) && random.nextInt(3) == 0);
      }
      return known;
    }

    private void tell(List<NodeId> known, Outbox out) {
      Json names = Json.array(known.stream().map(Json::of).toList());
      own(Body.of("members", "members", names, "size", Json.of(known.size())), out);
    }

    private void own(Body body, Outbox out) {
      NodeId self = environment.self();
      node.onMessage(new Message(self, self, body.withMsgId(1)), new HeardOutbox(out));
    }

    private void rest(Outbox out) {
      out.setTimer(Wander.WANDER, Duration.ofMillis(100 + random.nextInt(900)));
    }

    /** Notes a group once it was sent. A group that is on no disk yet does not count. */
    private void note(Body body) {
      String of = body.has("of") ? body.text("of") : "";
      boolean isOfGroup = of.startsWith(StrongNode.KIND + " ");
      if (isOfGroup && groups.add(of) && groups.size() > 1) {
        throw new AssertionError("two groups were founded: " + groups);
      }
    }

    private void look() {
      if (environment.self().equals(replaced) && node.group().isVoter()) {
        replaced = null;
      }
    }

    /** Listens to what the node answers to itself. */
    private final class HeardOutbox extends dev.tattle.broken.ForwardingOutbox {
      HeardOutbox(Outbox out) {
        super(out);
      }

      @Override
      public void send(NodeId dest, Body body) {
        if (!dest.equals(environment.self())) {
          super.send(dest, body);
        } else if (body.type().equals("leave_ok")) {
          hasLeft |= body.bool("handed_over");
        }
      }
    }
  }
}
