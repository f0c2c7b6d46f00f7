package dev.tattle.gossip;

import dev.tattle.core.NodeId;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A store that gets rid of replicas that are gone for good. The engine asks it to do so now and
 * then.
 */
public interface TidyStore extends Store {
  /**
   * The next step, or null if there is none now. A step is a delta of this replica, which the
   * engine keeps on disk, joins and sends.
   *
   * @param others all members but this node
   * @param isFirst whether this node is the first of all members, which tidies what no other member
   *     tidies
   */
  @Nullable Delta tidying(Collection<NodeId> others, boolean isFirst);
}
