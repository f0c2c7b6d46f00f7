package dev.tattle.runtime;

import dev.tattle.core.Environment;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the real environment of each incarnation of a node, with its disk if it has one. */
record Incarnations(WallClock clock, Log log, @Nullable GroupCommit commit)
    implements NodeHost.Environments {
  @Override
  public Environment create(NodeId self, List<NodeId> nodes) {
    log.setNode(self.name());
    WallEnvironment environment = new WallEnvironment(self, nodes, clock);
    return commit == null
        ? environment
        : new DurableEnvironment(environment, commit.open(self.name()));
  }
}
