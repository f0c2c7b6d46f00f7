package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Body;
import dev.tattle.runtime.cluster.node.NodePort;
import org.jspecify.annotations.Nullable;

/** Finds the node of this process that takes a peer's message. */
@FunctionalInterface
public interface Takers {
  /**
   * Finds the node that takes this message. Returns null if peers may not send it: for example a
   * client's question.
   */
  @Nullable NodePort of(Body body);
}
