package dev.tattle.runtime.cluster.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.cluster.peer.Handshake.Side;
import dev.tattle.runtime.cluster.security.ClusterKey;
import dev.tattle.runtime.cluster.security.NamedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two sides of a connection, and impostors. */
class HandshakeTest {
  private static final Hello FIRST =
      new Hello(new NodeId("n1"), "tattle", 5, new HostPort("localhost", 9001));
  private static final Hello SECOND =
      new Hello(new NodeId("n2"), "tattle", 6, new HostPort("localhost", 9002));
  private static final Hello STRANGER =
      new Hello(new NodeId("n2"), "other", 6, new HostPort("localhost", 9002));

  @TempDir private Path folder;
  private final SplittableRandom random = new SplittableRandom(1);
  private ClusterKey key;
  private ClusterKey otherKey;

  @BeforeEach
  void makeKeys() throws IOException {
    key = key("a secret of the cluster\n");
    otherKey = key("a secret of the others\n");
  }

  private ClusterKey key(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), text);
    return ClusterKey.read(new NamedFile("--cluster-key", file));
  }

  private Handshake handshake(Side side, Hello own, @Nullable ClusterKey secret) {
    byte[] nonce = new byte[Handshake.NONCE_BYTES];
    random.nextBytes(nonce);
    return new Handshake(side, own, secret, nonce);
  }

  private Handshake dialled() {
    return handshake(Side.DIALLED, FIRST, key);
  }

  private Handshake accepted() {
    return handshake(Side.ACCEPTED, SECOND, key);
  }

  private static void assertNoProof(Handshake handshake, Message message) {
    assertThatThrownBy(() -> handshake.onMessage(message))
        .isInstanceOf(Handshake.NoProofException.class);
    assertThat(handshake.other()).isNull();
  }

  @Test
  void bothSidesFindOutWhoTheOtherIs() {
    Handshake dialled = dialled();
    Handshake accepted = accepted();
    assertThat(accepted.onMessage(dialled.begin())).isEmpty();
    List<Message> hello = dialled.onMessage(accepted.begin());
    assertThat(dialled.other()).isNull();
    List<Message> answer = accepted.onMessage(hello.get(0));
    assertThat(accepted.other()).isEqualTo(FIRST);
    assertThat(dialled.onMessage(answer.get(0))).isEmpty();
    assertThat(dialled.other()).isEqualTo(SECOND);
  }

  @Test
  void withoutAKeyTheySayItAtOnce() {
    Handshake dialled = handshake(Side.DIALLED, FIRST, null);
    Handshake accepted = handshake(Side.ACCEPTED, SECOND, null);
    assertThat(dialled.onMessage(accepted.begin())).isEmpty();
    assertThat(accepted.onMessage(dialled.begin())).isEmpty();
    assertThat(dialled.other()).isEqualTo(SECOND);
    assertThat(accepted.other()).isEqualTo(FIRST);
  }

  @Test
  void aWrongKeyIsRefusedByBothSides() {
    Handshake dialled = handshake(Side.DIALLED, FIRST, otherKey);
    Handshake accepted = accepted();
    accepted.onMessage(dialled.begin());
    assertNoProof(accepted, dialled.onMessage(accepted.begin()).get(0));

    // One that accepts without a right proof is not believed either.
    Handshake right = dialled();
    Handshake wrong = handshake(Side.ACCEPTED, SECOND, otherKey);
    Handshake itsFriend = handshake(Side.DIALLED, FIRST, otherKey);
    wrong.onMessage(itsFriend.begin());
    Message answer = wrong.onMessage(itsFriend.onMessage(wrong.begin()).get(0)).get(0);
    right.onMessage(wrong.begin());
    assertNoProof(right, answer);
  }

  @Test
  void whoHasNoKeyIsRefusedAndTheOtherWayRound() {
    Handshake without = handshake(Side.DIALLED, FIRST, null);
    assertNoProof(accepted(), without.begin());
    assertThatThrownBy(() -> without.onMessage(accepted().begin()))
        .hasMessageContaining("this node has none: give both the same --cluster-key");
  }

  @Test
  void aReplayedHandshakeIsRefused() {
    Handshake dialled = dialled();
    Handshake accepted = accepted();
    Message challenge = dialled.begin();
    accepted.onMessage(challenge);
    Message hello = dialled.onMessage(accepted.begin()).get(0);
    accepted.onMessage(hello);
    assertThat(accepted.other()).isEqualTo(FIRST);

    Handshake later = accepted();
    assertThat(later.onMessage(challenge)).isEmpty();
    assertNoProof(later, hello);
  }

  @Test
  void aReflectedHandshakeIsRefused() {
    Handshake dialled = dialled();
    Message hello = dialled.onMessage(dialled.begin()).get(0);
    assertNoProof(dialled, hello);
  }

  @Test
  void anotherClusterWithTheSameKeyIsToldNothing() {
    Handshake dialled = handshake(Side.DIALLED, STRANGER, key);
    Handshake accepted = accepted();
    accepted.onMessage(dialled.begin());
    Message hello = dialled.onMessage(accepted.begin()).get(0);
    assertThatThrownBy(() -> accepted.onMessage(hello))
        .hasMessage("it belongs to cluster 'other', this node to 'tattle'");
    assertThat(accepted.other()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster", "process", "address", "proof", "src"})
  void aHelloThatWasChangedIsRefused(String field) {
    Handshake dialled = dialled();
    Handshake accepted = accepted();
    accepted.onMessage(dialled.begin());
    Message hello = dialled.onMessage(accepted.begin()).get(0);
    Message changed =
        switch (field) {
          case "src" -> new Message(new NodeId("n3"), hello.dest(), hello.body());
          case "process" -> with(hello, field, Json.of(7));
          case "address" -> with(hello, field, Json.of("localhost:9009"));
          default -> with(hello, field, Json.of("tattle2"));
        };
    assertNoProof(accepted, changed);
  }

  private static Message with(Message message, String field, Json value) {
    return new Message(message.src(), message.dest(), message.body().with(field, value));
  }

  @Test
  void aChallengeThatIsNoneIsRefused() {
    assertNoProof(accepted(), with(accepted().begin(), "nonce", Json.of("00")));
    assertNoProof(accepted(), with(accepted().begin(), "nonce", Json.of("x".repeat(64))));
    assertNoProof(accepted(), new Message(FIRST.id(), SECOND.id(), Body.of("gossip")));
  }

  @Test
  void aKeyIsLongAndShownToNobody() throws IOException {
    assertThat(key.toString()).doesNotContain("secret");
    Path file = Files.writeString(folder.resolve("key"), "  too-short-key \n");
    NamedFile named = new NamedFile("--cluster-key", file);
    assertThatThrownBy(() -> ClusterKey.read(named))
        .hasMessage(
            "--cluster-key %s: expected at least 16 bytes, as from openssl rand -hex 32, but there"
                + " are 13",
            file)
        .hasMessageNotContaining("too-short-key");
  }
}
