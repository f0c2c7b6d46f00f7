package dev.tattle.gossip;

import java.util.Locale;

/** A field of a message between engines: its name on the wire, its shape and its meaning. */
enum GossipField {
  OF("string", "the kind of data. A node that holds another kind refuses the message"),
  ENGINE(
      "string",
      "which of the sender's engines: its name, where a node has several; left out by the others. An"
          + " engine refuses what another one sent"),
  INC("integer", "the sender's incarnation: random, never 0, another one after each start"),
  N(
      "integer",
      "the number of this message. An incarnation begins at a random number and counts up by one"
          + " with each message, whoever gets it"),
  RE(
      "integer",
      "the highest `n` that the sender got from the receiver's present incarnation; in a"
          + " `digest_ok`, the `n` of the digest"),
  HELD(
      "integer",
      "how many milliseconds ago the sender got `re`: the receiver subtracts it from the round trip"),
  ASK("`true`", "the sender depends on the receiver and wants to be sent what is new, for 3 s"),
  ACKS(
      "`{replica: version}`",
      "what the sender has of those replicas whose deltas the receiver sent it last. It"
          + " acknowledges all deltas up to that version"),
  HAVE("`{replica: version}`", "all that the sender has"),
  MORE("`true`", "more deltas wait for the acknowledgement of these, so it must not wait"),
  DELTAS(
      "`[[replica, after, version, content], …]`",
      "runs of deltas: whoever has the replica's deltas up to `after` has them up to `version` once"
          + " `content` is joined");

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
