package dev.tattle.gossip;

import dev.tattle.crdt.ReplicaId;
import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * A node's copy of what is replicated: for each replica, all of its deltas up to some number. The
 * node adds to it; the engine sends from it and joins into it.
 */
public interface Store {
  /** The replica as which this node adds. */
  ReplicaId self();

  /** What this store has. */
  VersionVector versions();

  /** The number of the last delta of this replica that is here; 0 for none. */
  long version(ReplicaId origin);

  /** True where somebody who has {@code known} lacks something that is here. */
  default boolean exceeds(VersionVector known) {
    return !known.covers(versions());
  }

  /**
   * What somebody who has {@code known} lacks, oldest first for each replica: as much as fits into
   * about this many bytes, but at least one delta if any is lacking.
   */
  List<Delta> since(VersionVector known, int maxBytes);

  /**
   * Deltas that came and are not part of what {@link #since} gives yet, in their order: a
   * checkpoint keeps them, because the next ones continue them.
   */
  default List<Delta> waiting() {
    return List.of();
  }

  /**
   * True where a delta says all that still counts of those before it, so that what is on disk can
   * shrink to what is here.
   */
  boolean deltasReplaceEarlier();

  /** How many changes a delta of this store holds: how much it weighs on disk. */
  default int changes(Delta delta) {
    return 1;
  }

  /**
   * True where {@link #join} would bring something new. It changes nothing.
   *
   * @throws IllegalArgumentException where the content is not what this kind of store makes
   */
  boolean isNews(Delta delta);

  /**
   * Joins a delta. One that begins after what is here, and so would leave a gap, is not joined.
   *
   * @return true if it brought something new
   * @throws IllegalArgumentException where the content is not what this kind of store makes
   */
  boolean join(Delta delta);
}
