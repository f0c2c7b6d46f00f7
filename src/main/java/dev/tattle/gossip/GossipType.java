package dev.tattle.gossip;

import static dev.tattle.gossip.GossipField.ACKS;
import static dev.tattle.gossip.GossipField.ASK;
import static dev.tattle.gossip.GossipField.DELTAS;
import static dev.tattle.gossip.GossipField.HAVE;
import static dev.tattle.gossip.GossipField.HELD;
import static dev.tattle.gossip.GossipField.INC;
import static dev.tattle.gossip.GossipField.MORE;
import static dev.tattle.gossip.GossipField.N;
import static dev.tattle.gossip.GossipField.OF;
import static dev.tattle.gossip.GossipField.RE;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The types of messages between engines: the purpose of each, and its fields. {@code PROTOCOL.md}
 * is printed from here.
 */
@SuppressWarnings("ImmutableEnumChecker") // The lists cannot be changed.
enum GossipType {
  GOSSIP(
      "Brings new deltas to a peer that lacks them. The receiver passes them on with its next"
          + " flush. Its acknowledgement rides on the next message that goes back.",
      List.of(DELTAS),
      List.of(ASK, ACKS, HAVE, MORE)),
  EAGER_PUSH(
      "Brings the sender's own new deltas straight to every node (latency budget `fast`). The"
          + " receiver passes nothing on. It acknowledges the deltas to its own relay, not to the"
          + " sender. It does so soon if the deltas leave a gap.",
      List.of(DELTAS),
      List.of(ACKS, HAVE)),
  REPAIR(
      "Brings deltas that the receiver should have by now. They were lost, or they waited for a"
          + " peer that did not answer. The receiver passes them on and acknowledges them at once.",
      List.of(DELTAS),
      List.of(ASK, ACKS, HAVE, MORE)),
  ACK(
      "Acknowledges deltas, if no other message went to their sender in time.",
      List.of(),
      List.of(ASK, ACKS, HAVE)),
  DIGEST(
      "Says all that the sender has, and asks the receiver for the same. A node sends it at its"
          + " start, to a peer that did not answer, to a peer of unknown incarnation, and for"
          + " anti-entropy.",
      List.of(HAVE),
      List.of(ASK)),
  DIGEST_OK(
      "Answers a digest at once. It says all that the sender has, and brings deltas that the asking"
          + " node lacks.",
      List.of(HAVE),
      List.of(ASK, DELTAS));

  /** The fields of every message. */
  static final List<GossipField> IN_ALL = List.of(OF, INC, N);

  /** The fields of every message to a peer that was heard. */
  static final List<GossipField> ONCE_HEARD = List.of(RE, HELD);

  private static final GossipType[] ALL = values();

  private final String key = name().toLowerCase(Locale.ROOT);
  private final String purpose;
  private final List<GossipField> required;
  private final List<GossipField> optional;
  private final boolean saysAll;

  GossipType(String purpose, List<GossipField> required, List<GossipField> optional) {
    this.purpose = purpose;
    this.required = required;
    this.optional = optional;
    saysAll = required.contains(HAVE);
  }

  /** The type of this name; null for messages that engines do not send. */
  static @Nullable GossipType of(String key) {
    for (GossipType type : ALL) {
      if (type.key.equals(key)) {
        return type;
      }
    }
    return null;
  }

  /** Its name on the wire. */
  String key() {
    return key;
  }

  String purpose() {
    return purpose;
  }

  /** The fields that each message of this type has, beside those of all messages. */
  List<GossipField> required() {
    return required;
  }

  /** True if each message of this type says all that its sender has. */
  boolean saysAll() {
    return saysAll;
  }

  /** The fields that a message of this type may have. */
  List<GossipField> optional() {
    return optional;
  }
}
