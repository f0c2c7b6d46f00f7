package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.ProtocolPage;
import dev.tattle.runtime.cluster.security.ClusterKey;
import dev.tattle.runtime.cluster.security.NamedFile;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol page shows how a connection begins. */
class HelloMessagesTest {
  @TempDir private Path folder;

  private static final String PAGE =
      """
      ## Connections of the counter service
      The nodes of the counter service hold TCP connections to each other. Each message travels in a *frame*: its length
      as four bytes, big-endian, and then the message without a line break. No message is longer than %d bytes. A frame
      of length 0 holds no message and keeps the connection alive; each side sends one every 5 s. Here are a message and
      such a frame, with the lengths in hexadecimal:
      ```text
      %s
      %s
      ```

      ### `hello`
      Says who speaks, in which cluster, which process of that node it is, and where others reach it. Nodes of another
      cluster, or of another `version`, close the connection. It is the first frame from both sides, unless the cluster has
      a key.
      ```json
      %s
      ```

      ### `challenge`
      With a cluster's key this is the first frame from both sides: 32 random bytes in hexadecimal, which are used once.
      Neither side takes anything else before the other side's proof. The side that dialled answers with its `hello` and a
      `proof`. If the proof is right, the other side does the same; otherwise it closes the connection. No frame of this
      exchange is longer than 4096 bytes, and all of it takes at most 5 s.
      ```json
      %s
      %s
      ```

      The proof is an HMAC-SHA-256 with the key, over these parts in UTF-8, each after its length in four bytes:

      1. `tattle peer 1`
      2. `dialled` or `accepted`: the side that proves
      3. the bytes of the dialling side's challenge
      4. the bytes of the other side's challenge
      5. the prover's cluster, id, process and address
      """;

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    Hello hello = new Hello(new NodeId("n1"), "tattle", 5, new HostPort("localhost", 9001));
    Path file = Files.writeString(folder.resolve("key"), "0123456789abcdef");
    ClusterKey key = ClusterKey.read(new NamedFile("--cluster-key", file));
    byte[] nonce = new byte[Handshake.NONCE_BYTES];
    Handshake handshake = new Handshake(Handshake.Side.DIALLED, hello, key, nonce);
    Message challenge = handshake.begin();
    Message proven = handshake.onMessage(challenge).get(0);
    Body ping = Body.of("swim_ping", "number", Json.of(1), "news", Json.array());
    ProtocolPage.holds(
        PAGE.formatted(
            Frames.MAX_BYTES,
            shown(Frames.of(new Message(new NodeId("n1"), new NodeId("n2"), ping))),
            shown(Frames.keepalive()),
            shown(hello.message()),
            shown(challenge),
            shown(proven)));
  }

  private static String shown(Buffer frame) {
    String length = HexFormat.ofDelimiter(" ").formatHex(frame.getBytes(0, Integer.BYTES));
    String message = frame.getString(Integer.BYTES, frame.length());
    return (length + " " + message).strip();
  }

  private static String shown(Message message) {
    return ProtocolPage.text(message.body());
  }
}
