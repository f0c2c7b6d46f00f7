package dev.tattle.gossip;

import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * What engines say to each other. Each message takes along a {@link Header}, so that little need be
 * said by a message of its own. {@link GossipType} says what each message is for.
 */
sealed interface GossipMessage {
  GossipType type();

  Header header();

  /** What the receiver may lack. */
  default List<Delta> deltas() {
    return List.of();
  }

  /** True where the deltas should have been there by now, so that they should not gather. */
  default boolean isLate() {
    return false;
  }

  /** True where the sender waits for the acknowledgement. */
  default boolean isUrgent() {
    return false;
  }

  /**
   * What every message says of its sender.
   *
   * @param incarnation which incarnation of the sender sent it; random, and never 0
   * @param number of this message; each incarnation counts from a random number, so that none comes
   *     twice
   * @param re the highest number that the sender got from the receiver; 0 for none
   * @param heldMillis how long ago it got that one
   * @param isAsking whether it wants to be sent what is new, for {@link GossipDefaults#LEASE}
   * @param have what the sender has
   * @param hasAll whether that is all; else it is what the sender has of some replicas
   */
  record Header(
      long incarnation,
      long number,
      long re,
      long heldMillis,
      boolean isAsking,
      VersionVector have,
      boolean hasAll) {
    /** The same, in answer to the message of this number, at once. */
    Header answering(long aNumber) {
      return new Header(incarnation, number, aNumber, 0, isAsking, have, hasAll);
    }
  }

  /**
   * New deltas.
   *
   * @param hasMore whether more of them wait for the acknowledgement of these
   */
  record Push(Header header, List<Delta> deltas, boolean hasMore) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.GOSSIP;
    }

    @Override
    public boolean isUrgent() {
      return hasMore;
    }
  }

  /** New deltas, straight from where they were added to everybody. */
  record EagerPush(Header header, List<Delta> deltas) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.EAGER_PUSH;
    }
  }

  /**
   * Deltas that are late already: they should not gather.
   *
   * @param hasMore whether more of them wait for the acknowledgement of these
   */
  record Repair(Header header, List<Delta> deltas, boolean hasMore) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.REPAIR;
    }

    @Override
    public boolean isLate() {
      return true;
    }

    @Override
    public boolean isUrgent() {
      return true;
    }
  }

  /** An acknowledgement alone. */
  record Ack(Header header) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.ACK;
    }
  }

  /** A question: all that is here. */
  record Digest(Header header) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.DIGEST;
    }
  }

  /** The answer to a digest, and deltas that its sender lacked. */
  record DigestAnswer(Header header, List<Delta> deltas) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.DIGEST_OK;
    }

    @Override
    public boolean isLate() {
      return true;
    }
  }
}
