package dev.tattle.gossip;

import dev.tattle.crdt.VersionVector;
import java.util.List;

/**
 * A message between engines. Each message has a {@link Header}, so that most news rides on a
 * message that is sent anyway. {@link GossipType} says what each message is for.
 */
sealed interface GossipMessage {
  GossipType type();

  Header header();

  /** The deltas that the receiver may lack. */
  default List<Delta> deltas() {
    return List.of();
  }

  /** True if the receiver should have the deltas by now, so that they should not gather. */
  default boolean isLate() {
    return false;
  }

  /** True if the sender waits for the acknowledgement. */
  default boolean isUrgent() {
    return false;
  }

  /**
   * The fields that every message has, about its sender.
   *
   * @param incarnation which incarnation of the sender sent it; random, and never 0
   * @param number this message's number; each incarnation counts from a random number, so that no
   *     number comes twice
   * @param re the highest number that the sender got from the receiver; 0 for none
   * @param heldMillis how long ago it got that one
   * @param isAsking whether the sender wants to be sent new deltas, for {@link
   *     GossipDefaults#LEASE}
   * @param have what the sender has
   * @param hasAll whether {@code have} covers all replicas, or else only some
   */
  record Header(
      long incarnation,
      long number,
      long re,
      long heldMillis,
      boolean isAsking,
      VersionVector have,
      boolean hasAll) {
    /** This header for a message that answers the message of this number at once. */
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

  /** New deltas, sent to all nodes straight from the node that added them. */
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

  /** All that the sender has, and a request for the same. */
  record Digest(Header header) implements GossipMessage {
    @Override
    public GossipType type() {
      return GossipType.DIGEST;
    }
  }

  /** The answer to a digest, with deltas that the asking node lacks. */
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
