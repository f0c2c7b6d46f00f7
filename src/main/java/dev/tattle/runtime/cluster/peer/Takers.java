package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Body;
import dev.tattle.runtime.cluster.node.NodePort;
import org.jspecify.annotations.Nullable;

/** Says which of the nodes of this process gets what a peer sends. */
@FunctionalInterface
public interface Takers {
  /**
   * The node that takes this; null for what peers may not send: say, what only the node itself may
   * be told, or what clients ask.
   */
  @Nullable NodePort of(Body body);
}
