package dev.tattle.gossip;

import java.util.Locale;

/** A field of a message between engines: its name on the wire, its shape and its meaning. */
enum GossipField {
  OF("string", "the kind of data. A node that holds another kind refuses the message."),
  ENGINE(
      "string",
      "the name of the sender's engine, if the node has several. An engine refuses what an engine"
          + " of another name sent."),
  INC(
      "integer",
      "the sender's incarnation: a random number, never 0, and another one after each start."),
  N(
      "integer",
      "the number of this message. An incarnation begins at a random number and adds one with each"
          + " message, whoever gets it."),
  RE(
      "integer",
      "the highest `n` that the sender got from the receiver's present incarnation. In a"
          + " `digest_ok` it is the `n` of the digest."),
  HELD(
      "integer",
      "how many milliseconds ago the sender got `re`. The receiver subtracts them from the round"
          + " trip."),
  ASK(
      "`true`",
      "the sender depends on the receiver and wants to be sent what is new, for the next 3 s."),
  ACKS(
      "`{replica: version}`",
      "what the sender has of those replicas whose deltas the receiver sent it last. It"
          + " acknowledges all deltas up to that version."),
  HAVE("`{replica: version}`", "all that the sender has."),
  MORE(
      "`true`",
      "more deltas wait until the receiver acknowledges these, so it must do that at once."),
  DELTAS(
      "`[[replica, after, version, content], …]`",
      "runs of deltas. A node that has the replica's deltas up to `after` has them up to `version`"
          + " once it has joined `content`.");

  private final String key = name().toLowerCase(Locale.ROOT);
  private final String shape;
  private final String meaning;

  GossipField(String shape, String meaning) {
    this.shape = shape;
    this.meaning = meaning;
  }

  /** Its name on the wire. */
  String key() {
    return key;
  }

  String shape() {
    return shape;
  }

  String meaning() {
    return meaning;
  }
}
