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
 * Serves strict serializable transactions over lists and registers: {@code txn{txn}} → {@code
 * txn_ok{txn}} with the reads filled in.
 *
 * <p>A transaction is one command of the log that all nodes agree on, so it happens once and as a
 * whole. The node answers a read-only transaction from its own state once that state is fresh
 * enough. A node needs a majority to answer anything.
 */
public final class StrictTxnNode implements Node {
  static final String KIND = "txn-strict";

  private final RaftGroup group;

  public StrictTxnNode(Environment environment) {
    this(environment, RaftSettings.DEFAULT, Witness.NONE);
  }

  /**
   * Makes a node whose group is all nodes of the cluster.
   *
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   */
  public StrictTxnNode(Environment environment, RaftSettings settings, Witness witness) {
    Members founders = Members.of(environment.nodes());
    group = new RaftGroup(environment, new TxnMachine(), KIND, founders, settings, witness);
  }

  @Override
  public void onStart(Outbox out) {
    group.onStart(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    if (body.type().equals("txn")) {
      Txn txn = Txn.of(body);
      if (txn.isReadOnly()) {
        group.read(message, out);
      } else {
        group.write(message, txn.toJson(), out);
      }
    } else if (RaftGroup.isOurs(body.type())) {
      group.onMessage(message, out);
    } else {
      throw NodeHost.notSupported(message);
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
