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
 * Serves linearizable named counters; {@link StrongRequests} has the requests. A number that was
 * handed out is never handed out again, and no acknowledged write is lost.
 *
 * <p>All nodes form one group, which agrees on the order of the writes. So a node needs a majority
 * for all but local reads. A write of unknown outcome ends as a timeout, which is an indefinite
 * error. Its client may send it again, with the same key, to any node.
 */
public final class StrongCounterNode implements Node {
  static final String KIND = "counter-strong";

  private final StrongCounters counters;
  private final RaftGroup group;

  public StrongCounterNode(Environment environment) {
    this(environment, RaftSettings.DEFAULT, Witness.NONE);
  }

  /**
   * Makes a node whose group is all nodes of the cluster.
   *
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   */
  public StrongCounterNode(Environment environment, RaftSettings settings, Witness witness) {
    this(environment, Members.of(environment.nodes()), settings, witness);
  }

  /**
   * Makes a node of a group that is founded.
   *
   * @param initial the group's first members; a node that is not among them waits until it is added
   */
  StrongCounterNode(
      Environment environment, Members initial, RaftSettings settings, Witness witness) {
    counters = new StrongCounters(StrongLimits.DEFAULT, new StrongNames(environment));
    group = new RaftGroup(environment, counters, KIND, initial, settings, witness);
  }

  /** The group, to change its members. */
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
