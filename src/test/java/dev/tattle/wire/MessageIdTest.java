package dev.tattle.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageIdTest {
  @Test
  void lineToANodeBeginsWithTheNetworksId() throws Exception {
    Message message = new Message(new NodeId("c1"), new NodeId("n0"), Body.of("read").withMsgId(2));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageCodec.encode(7, message, out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"id\":7,\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"type\":\"read\",\"msg_id\":2}}\n");
    assertThat(MessageCodec.decode(out.toByteArray())).isEqualTo(message);
  }
}
