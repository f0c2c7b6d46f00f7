package dev.tattle.nodes;

import dev.tattle.core.Environment;
import dev.tattle.core.Node;
import dev.tattle.core.NodeFactory;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.Witness;

/**
 * Nodes of strong counters without a witness, so only clients can find errors. It is public because
 * a class loader of mutants loads it again.
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
