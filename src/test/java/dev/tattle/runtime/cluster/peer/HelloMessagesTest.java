package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.core.ProtocolPage;
import dev.tattle.wire.JsonCodec;
import dev.tattle.wire.MessageCodec;
import org.junit.jupiter.api.Test;

/** The page of the protocol shows how a connection begins. */
class HelloMessagesTest {
  private static final String PAGE =
      """
      ## What connects nodes
      Nodes of the counter service hold a TCP connection to each other. What is sent on it are frames: the length, four
      bytes, big-endian, and then a message, as on the pipe of Maelstrom.

      ### `hello`
      The first frame, from both sides: who speaks, of which cluster, which process of that node it is, and where others
      reach it. Nodes of another cluster, or of another `version`, close the connection.
      ```json
      %s
      ```
      """;

  @Test
  void thePageShowsWhatIsSent() throws Exception {
    Hello hello = new Hello(new NodeId("n1"), "tattle", 5, new HostPort("localhost", 9001));
    ProtocolPage.holds(
        PAGE.formatted(JsonCodec.format(MessageCodec.toJson(hello.message().body()))));
  }
}
