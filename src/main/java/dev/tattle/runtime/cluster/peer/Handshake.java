package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.runtime.cluster.security.ClusterKey;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handshake by which the two sides of a connection learn who the other is. Without a key, each
 * side says hello at once. With a key, each side first sends a nonce, a number that was never used
 * before. Then the side that dialled says hello with a proof that it has the key. Only if that
 * proof is right does the other side do the same. A proof covers both nonces, the side that made it
 * and the whole hello. So nobody can replay it on another connection or send it back to its sender.
 *
 * <p>It is a pure state machine: messages in, messages out. Thread rule: one thread.
 */
final class Handshake {
  static final String CHALLENGE = "challenge";
  static final int NONCE_BYTES = 32;
  private static final String NONCE = "nonce";
  private static final String PROOF = "proof";
  private static final String PURPOSE = "tattle peer 1";
  private static final HexFormat HEX = HexFormat.of();

  /** The two sides of a connection. */
  enum Side {
    DIALLED,
    ACCEPTED;

    Side other() {
      return this == DIALLED ? ACCEPTED : DIALLED;
    }
  }

  /** Says that the other side has not proven that it has the key. */
  static final class NoProofException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoProofException(String text) {
      super(text);
    }
  }

  private final Side side;
  private final Hello own;
  private final @Nullable ClusterKey key;
  private final byte[] nonce;
  private byte @Nullable [] otherNonce;
  private @Nullable Hello other;

  /**
   * Prepares a handshake.
   *
   * @param key the cluster's key; null if the cluster has none
   * @param nonce random bytes that are used for nothing else
   */
  Handshake(Side side, Hello own, @Nullable ClusterKey key, byte[] nonce) {
    this.side = side;
    this.own = own;
    this.key = key;
    this.nonce = nonce.clone();
  }

  Side side() {
    return side;
  }

  /** The hello of the other side; null before it is verified. */
  @Nullable Hello other() {
    return other;
  }

  /** The first message to send. */
  Message begin() {
    return key == null
        ? own.message()
        : new Message(
            Hello.WHOEVER, Hello.WHOEVER, Body.of(CHALLENGE, NONCE, Json.of(HEX.formatHex(nonce))));
  }

  /**
   * Handles the next message of the other side.
   *
   * @return the messages to send
   * @throws NoProofException if the other side does not have the key
   * @throws IllegalArgumentException if the connection must be closed for another reason
   */
  List<Message> onMessage(Message message) {
    if (key == null) {
      other = ofThisCluster(plainHello(message));
      return List.of();
    }
    byte[] challenge = otherNonce;
    if (challenge == null) {
      challenge = challenge(message);
      otherNonce = challenge;
      return side == Side.DIALLED ? List.of(provenHello(key, challenge)) : List.of();
    }
    other = ofThisCluster(checked(key, challenge, message));
    return side == Side.ACCEPTED ? List.of(provenHello(key, challenge)) : List.of();
  }

  private static Hello plainHello(Message message) {
    if (message.body().type().equals(CHALLENGE)) {
      throw new IllegalArgumentException(
          "it has a cluster key, but this node has none: give both the same --cluster-key");
    }
    return Hello.of(message);
  }

  private Hello ofThisCluster(Hello hello) {
    if (!hello.cluster().equals(own.cluster())) {
      throw new IllegalArgumentException(
          "it belongs to cluster '" + hello.cluster() + "', this node to '" + own.cluster() + "'");
    }
    return hello;
  }

  private static byte[] challenge(Message message) {
    if (message.body().type().equals(Hello.TYPE)) {
      throw new NoProofException(
          "it has no cluster key, but this node has one: give both the same --cluster-key");
    }
    if (!message.body().type().equals(CHALLENGE)) {
      throw new NoProofException("its first message is no challenge");
    }
    byte[] nonce = bytes(message, NONCE);
    if (nonce.length != NONCE_BYTES) {
      throw new NoProofException("its challenge is not of " + NONCE_BYTES + " bytes");
    }
    return nonce;
  }

  private Message provenHello(ClusterKey secret, byte[] challenge) {
    Message hello = own.message();
    byte[] proof = secret.prove(parts(side, own, challenge));
    return new Message(
        hello.src(), hello.dest(), hello.body().with(PROOF, Json.of(HEX.formatHex(proof))));
  }

  private Hello checked(ClusterKey secret, byte[] challenge, Message message) {
    Hello hello;
    try {
      hello = Hello.of(message);
    } catch (IllegalArgumentException e) {
      throw new NoProofException(String.valueOf(e.getMessage()));
    }
    if (!secret.isProof(bytes(message, PROOF), parts(side.other(), hello, challenge))) {
      throw new NoProofException("its cluster key is different: give both the same --cluster-key");
    }
    return hello;
  }

  /** The parts that a proof covers: the side that proves, its hello, and both nonces. */
  private List<byte[]> parts(Side prover, Hello hello, byte[] challenge) {
    return List.of(
        text(PURPOSE),
        text(prover == Side.DIALLED ? "dialled" : "accepted"),
        side == Side.DIALLED ? nonce : challenge,
        side == Side.DIALLED ? challenge : nonce,
        text(hello.cluster()),
        text(hello.id().name()),
        text(Long.toString(hello.process())),
        text(hello.address().toString()));
  }

  private static byte[] text(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes a hexadecimal field; empty if it is anything else. */
  private static byte[] bytes(Message message, String field) {
    try {
      return message.body().fields().get(field) instanceof Json.Text text
          ? HEX.parseHex(text.value())
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
