package dev.tattle.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which lines of a node Maelstrom accepts as messages, and which it does not. */
class NodeLineTest {
  private static NodeLine read(byte[] line) throws WireException {
    return NodeLine.read(line, 0, line.length);
  }

  private static NodeLine read(String line) throws WireException {
    return read(line.getBytes(UTF_8));
  }

  private static String envelope(String body) {
    return "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":" + body + "}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"merge_ok\",\"in_reply_to\":null}",
        "{\"type\":\"a\",\"msg_id\":null}",
        "{\"type\":\"a\",\"msg_id\":\"7\"}",
        "{\"type\":\"a\",\"msg_id\":1.5}",
        "{\"type\":\"a\",\"msg_id\":123456789012345678901234567890}",
        "{\"x\":1}",
        "{\"type\":7}",
        "{\"type\":\"\"}",
        "{}",
        "{\"type\":\"a\",\"msg_id\":1,\"in_reply_to\":2,\"x\":[1]}",
      })
  void bodiesBetweenServersAreFreeAndArriveAsTheyWere(String body) throws Exception {
    NodeLine line = read(envelope(body));
    assertThat(line.oddity()).isNull();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    MessageCodec.encode(line.message(), out);
    assertThat(out.toString(UTF_8)).isEqualTo(envelope(body) + "\n");
    assertThat(MessageCodec.length(line.message())).isEqualTo(out.size());
  }

  @Test
  void whatIsAsItShouldBeIsReadAsByNodes() throws Exception {
    String text = "{\"id\":3," + envelope("{\"type\":\"a\",\"msg_id\":1}").substring(1);
    assertThat(read(text).message()).isEqualTo(MessageCodec.decode(text.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "   ",
        "hello",
        "NaN",
        "5",
        "[]",
        "{}",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":5}",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":[1]}",
        "{\"src\":\"n0\",\"dest\":7,\"body\":{}}",
        "{\"src\":\"n0\",\"dest\":\"\",\"body\":{}}",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"type\":",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"x\":NaN}}",
        "{\"dest\":\"n1\",\"body\":{}}",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"type\":\"a\"},\"time\":5}",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"type\":\"a\"},\"id\":\"5\"}",
        "{\"src\":\"n0\",\"dest\":\"n1\",\"body\":{\"type\":\"a\"},\"id\":null}",
      })
  void anythingElseIsNoMessage(String line) {
    WireException refused = catchThrowableOfType(WireException.class, () -> read(line));
    assertThat(refused.problem())
        .startsWith("expected {\"src\":string")
        .doesNotContain("Source", "Feature", "token 'null'", "marker");
  }

  @Test
  void aBodyThatIsMissingIsEmpty() throws Exception {
    Message empty =
        new Message(new NodeId("n0"), new NodeId("n1"), new Body("", null, null, Map.of()));
    assertThat(read("{\"src\":\"n0\",\"dest\":\"n1\"}").message()).isEqualTo(empty);
    assertThat(read(envelope("null")).message()).isEqualTo(empty);
  }

  @Test
  void onlyTheFirstMessageOfALineCounts() throws Exception {
    String one = envelope("{\"type\":\"a\"}");
    for (String more : new String[] {one, "garbage", " 5"}) {
      NodeLine line = read(one + more);
      assertThat(line.message().body()).isEqualTo(Body.of("a"));
      assertThat(line.oddity()).contains("more on the line");
    }
  }

  @Test
  void bytesThatAreNotUtf8AreReplaced() throws Exception {
    NodeLine line = read(envelope("{\"type\":\"a\",\"x\":\"é\"}").getBytes(ISO_8859_1));
    assertThat(line.message().body()).isEqualTo(Body.of("a", "x", Json.of("\uFFFD")));
    assertThat(line.oddity()).contains("UTF-8");
    assertThat(read(envelope("{\"type\":\"\uFFFD\"}")).oddity()).isNull();
  }

  @Test
  void theLineMayLieInTheMiddleOfABuffer() throws IOException, WireException {
    byte[] buffer = ("xx" + envelope("{\"type\":\"é\"}") + "yy").getBytes(UTF_8);
    assertThat(NodeLine.read(buffer, 2, buffer.length - 4).message().body().type()).isEqualTo("é");
  }
}
