package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nodes with many counters, whose members come and go at random. Each node learns of a change in
 * its own time. After {@value #MOST_CHANGES} looks at the members, all are members for good.
 */
final class WanderingCounters implements NodeFactory {
  static final List<NodeId> NODES =
      IntStream.range(0, 5).mapToObj(i -> new NodeId("n" + i)).toList();

  private static final int MOST_CHANGES = 60;

  private List<NodeId> members = NODES;
  private int looks;

  private enum Wander implements Timer {
    WANDER
  }

  /** Looks at the members now and then. */
  private final class Wanderer extends ManyCountersNode {
    Wanderer(Environment environment) {
      super(environment);
    }

    @Override
    public void onStart(Outbox out) {
      super.onStart(out);
      rest(out);
    }

    @Override
    public void onTimer(Timer timer, Outbox out) {
      if (timer != Wander.WANDER) {
        super.onTimer(timer, out);
        return;
      }
      looks++;
      if (looks > MOST_CHANGES) {
        members = NODES;
      } else if (environment.random().nextInt(3) == 0) {
        members = some();
      }
      members(members, out);
      rest(out);
    }

    private List<NodeId> some() {
      List<NodeId> some = new ArrayList<>(NODES);
      some.removeIf(any -> environment.random().nextInt(4) == 0);
      return some;
    }

    private void rest(Outbox out) {
      out.setTimer(Wander.WANDER, Duration.ofMillis(100 + environment.random().nextInt(1400)));
    }
  }

  @Override
  public NodeFactory ofOneCluster() {
    return new WanderingCounters();
  }

  @Override
  public Node create(Environment environment) {
    return new Wanderer(environment);
  }
}
