package dev.tattle.gossip;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * A node's copy of the replicated data: for each replica, all of its deltas up to some number. The
 * node adds to it; the engine sends deltas from it and joins deltas into it.
 */
public interface Store {
  /** The replica as which this node adds. */
  ReplicaId self();

  /** The versions that this store has. */
  VersionVector versions();

  /** The number of the last delta of this replica that is here; 0 for none. */
  long version(ReplicaId origin);

  /** True if a node that has {@code known} lacks something that is here. */
  default boolean exceeds(VersionVector known) {
    return !known.covers(versions());
  }

  /**
   * The deltas that a node with {@code known} lacks, oldest first for each replica: as many as fit
   * into about this many bytes, but at least one if it lacks any.
   */
  List<Delta> since(VersionVector known, int maxBytes);

  /**
   * Deltas that came and that {@link #since} does not return yet, in their order. A checkpoint
   * keeps them, because the next deltas continue them.
   */
  default List<Delta> waiting() {
    return List.of();
  }

  /**
   * True if a delta includes all that still counts of earlier ones, so that the records on disk can
   * shrink to what is here.
   */
  boolean deltasReplaceEarlier();

  /** How many changes a delta of this store holds, as a measure of its size on disk. */
  default int changes(Delta delta) {
    return 1;
  }

  /**
   * True if {@link #join} would bring something new. It changes nothing.
   *
   * @throws IllegalArgumentException if this kind of store does not make such content
   */
  boolean isNews(Delta delta);

  /**
   * Joins a delta, unless it begins after what is here and so would leave a gap.
   *
   * @return true if it brought something new
   * @throws IllegalArgumentException if this kind of store does not make such content
   */
  boolean join(Delta delta);
}
