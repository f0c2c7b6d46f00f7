package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.raft.Members;
import dev.tattle.raft.RaftGroup;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.RaftTimer;
import dev.tattle.raft.Witness;

/**
 * Named counters, linearizable: {@link StrongRequests} says what clients send. A number that was
 * handed out is never handed out again, and none that was acknowledged is lost.
 *
 * <p>All nodes are one group that agrees on the order of the writes. So a node needs a majority for
 * all but local reads. A write of unknown outcome ends as a timeout, which is no definite error:
 * its client sends it again with the same key, to any node.
 */
public final class StrongCounterNode implements Node {
  static final String KIND = "counter-strong";

  private final StrongCounters counters;
  private final RaftGroup group;

  public StrongCounterNode(Environment environment) {
    this(environment, RaftSettings.DEFAULT, Witness.NONE);
  }

  /**
   * @param witness who checks the whole group; {@link Witness#NONE} outside a simulation
   */
  public StrongCounterNode(Environment environment, RaftSettings settings, Witness witness) {
    this(environment, Members.of(environment.nodes()), settings, witness);
  }

  /**
   * @param initial the members of a group that is founded; a node that is none waits until it is
   *     made one
   */
  StrongCounterNode(
      Environment environment, Members initial, RaftSettings settings, Witness witness) {
    counters = new StrongCounters(StrongLimits.DEFAULT, new StrongNames(environment));
    group = new RaftGroup(environment, counters, KIND, initial, settings, witness);
  }

  /** For who changes the members. */
  RaftGroup group() {
    return group;
  }

  @Override
  public void onStart(Outbox out) {
    group.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    if (RaftGroup.isOurs(body.type())) {
      group.onMessage(message, out);
    } else if (StrongCounter.arguments(body.type()) != null) {
      group.write(message, StrongRequests.command(body), out);
    } else if (!body.type().equals("read")) {
      throw NodeHost.notSupported(message);
    } else if (StrongRequests.isLocal(body)) {
      out.reply(message, counters.read(body));
    } else {
      group.read(message, out);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    group.onTimer((RaftTimer) timer, out);
  }

  @Override
  public void onStop(Outbox out) {
    group.onStop(out);
  }
}
