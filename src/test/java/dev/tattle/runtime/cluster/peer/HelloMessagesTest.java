package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.ProtocolPage;
import dev.tattle.runtime.cluster.security.ClusterKey;
import dev.tattle.runtime.cluster.security.NamedFile;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the protocol shows how a connection begins. */
class HelloMessagesTest {
  @TempDir private Path folder;

  private static final String PAGE =
      """
      ## What connects nodes
      Nodes of the counter service hold a TCP connection to each other. What is sent on it are frames: the length, four
      bytes, big-endian, and then a message, as on the pipe of Maelstrom.

      ### `hello`
      Who speaks, of which cluster, which process of that node it is, and where others reach it. Nodes of another cluster,
      or of another `version`, close the connection. Without a cluster's key it is the first frame from both sides.
      ```json
      %s
      ```

      ### `challenge`
      With a cluster's key this is the first frame from both sides, and nothing comes before the other side's proof: 32
      random bytes, in hexadecimal, which are used once. The side that dialled answers with its `hello`, and a `proof`. If
      that is right, the other side does the same; else it closes the connection. No frame of this is longer than 4096
      bytes, and all of it is over in 5 s.
      ```json
      %s
      %s
      ```

      The proof is HMAC-SHA-256, with the key, of these parts in UTF-8, each after its length in four bytes: `tattle peer
      1`; `dialled` or `accepted`, the side that proves; the bytes of the dialling side's challenge; those of the other's;
      the prover's cluster, id, process and address.
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
    ProtocolPage.holds(PAGE.formatted(shown(hello.message()), shown(challenge), shown(proven)));
  }

  private static String shown(Message message) {
    return JsonCodec.format(MessageCodec.toJson(message.body()));
  }
}
