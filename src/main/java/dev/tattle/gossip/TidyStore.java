package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A store that gets rid of replicas that are gone for good. The engine asks it to, now and then.
 */
public interface TidyStore extends Store {
  /**
   * The next step, if there is one to take now. It is this replica's own delta, which the engine
   * keeps, joins and sends.
   *
   * @param others all members but this node
   * @param isFirst whether this node is the first of all members, who sees to those that nobody
   *     else sees to
   */
  @Nullable Delta tidying(Collection<NodeId> others, boolean isFirst);
}
