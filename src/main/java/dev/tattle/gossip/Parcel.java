package dev.tattle.gossip;

import dev.tattle.crdt.VersionVector;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One message between two engines. Each part but the first four may be empty: an acknowledgement
 * rides on whatever goes its way.
 *
 * @param type one of {@link GossipBodies}
 * @param incarnation which incarnation of the sender sent it; random, and never 0
 * @param number of this message; each incarnation counts from a random number, so that none comes
 *     twice
 * @param re the highest number that the sender got from the receiver; 0 for none
 * @param heldMillis how long ago it got that one
 * @param have what the sender has: of all replicas or, unless flagged so, of some
 * @param flags what else it says
 * @param deltas what the receiver may lack
 */
record Parcel(
    String type,
    long incarnation,
    long number,
    long re,
    long heldMillis,
    VersionVector have,
    Set<Flag> flags,
    List<Delta> deltas) {
  /** What a message says besides. */
  enum Flag {
    /** {@code have} is complete. */
    ALL,
    /** The sender wants to be sent what is new, for {@link Delays#LEASE}. */
    ASK,
    /** The deltas are late already: they should not gather, and are to be acknowledged at once. */
    LATE,
    /** Sent straight to all: the receiver declares the deltas to its relay, not to the sender. */
    EAGER,
    /** More deltas wait for the acknowledgement of these. */
    MORE;

    private final String field = name().toLowerCase(Locale.ROOT);

    /** Under which name it stands in a message. */
    String field() {
      return field;
    }
  }

  boolean is(Flag flag) {
    return flags.contains(flag);
  }

  /** The same, in answer to the message of this number, at once. */
  Parcel answering(long aNumber) {
    return new Parcel(type, incarnation, number, aNumber, 0, have, flags, deltas);
  }

  /** True where the sender waits for the acknowledgement. */
  boolean isUrgent() {
    return is(Flag.LATE) || is(Flag.MORE);
  }
}
