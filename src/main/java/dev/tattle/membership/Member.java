package dev.tattle.membership;

import dev.tattle.core.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A record of a member. Of two records of one member the newer one counts, whoever sent it and in
 * whatever order they come. So all nodes come to the same record.
 *
 * @param address the address at which others reach it, as text that this package does not read
 * @param incarnation a number that only the member itself raises, to contradict what others say of
 *     it
 */
public record Member(NodeId id, String address, long incarnation, MemberState state) {
  static final int MOST_TEXT_CHARS = 256;
  private static final long MIX = 0x9E3779B97F4A7C15L;

  /** True if it replaces the other record of the same member. */
  boolean isNewerThan(@Nullable Member other) {
    return other == null
        || incarnation > other.incarnation
        || (incarnation == other.incarnation && state.compareTo(other.state) > 0);
  }

  Member as(MemberState newState) {
    return new Member(id, address, incarnation, newState);
  }

  Member inIncarnation(long newIncarnation) {
    return new Member(id, address, newIncarnation, state);
  }

  /**
   * A hash that is the same for equal records on all nodes. Tables with equal sums of it are equal.
   */
  long fingerprint() {
    long hash = id.name().hashCode();
    hash = mix(hash ^ address.hashCode() * MIX);
    hash = mix(hash ^ incarnation);
    return mix(hash ^ state.word().hashCode());
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mix(long value) {
    long mixed = value + MIX;
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return mixed ^ mixed >>> 31;
  }
}
