package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;

/**
 * Nodes of strong counters without a witness: only clients can find what is wrong. Public, because
 * a class loader of mutants loads it anew.
 */
public final class StrongCluster implements NodeFactory {
  private final RaftSettings settings;

  public StrongCluster(int entriesBeforeSnapshot) {
    settings = RaftSettings.DEFAULT.withSnapshotsAfter(entriesBeforeSnapshot, 5);
  }

  @Override
  public Node create(Environment environment) {
    return new StrongCounterNode(environment, settings, Witness.NONE);
  }
}
