package dev.tattle.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.perf.Dialogue.Outcome;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The requests to etcd, and the meaning of its answers. */
class EtcdRequestTest {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .putInt(payload.length << 8 | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** An answer, after what a server says first. */
  private static byte[] answer(ProtoWriter message) {
    byte[] bytes = message.toByteArray();
    byte[] framed =
        ByteBuffer.allocate(5 + bytes.length).put((byte) 0).putInt(bytes.length).put(bytes).array();
    return joined(
        frame(SETTINGS, 0, 0, new byte[6]),
        frame(PING, 0, 0, "pingpong".getBytes(StandardCharsets.US_ASCII)),
        frame(HEADERS, 0, 1, new byte[3]),
        frame(DATA, 0, 1, framed),
        frame(HEADERS, END_STREAM, 1, new byte[3]));
  }

  private static ProtoWriter header(long revision) {
    byte[] header = new ProtoWriter().number(1, Long.MAX_VALUE).number(3, revision).toByteArray();
    return new ProtoWriter().bytes(1, header);
  }

  private static Outcome take(Dialogue dialogue, byte[] answer) throws PerfException {
    assertThat(dialogue.length(answer, answer.length)).isEqualTo(answer.length);
    return dialogue.take(answer, answer.length);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Test
  void answerIsWholeWithItsTrailers() throws Exception {
    byte[] answer = answer(header(7));
    Dialogue dialogue = EtcdRequest.PUT.dialogue();
    for (int count = 0; count < answer.length; count++) {
      assertThat(dialogue.length(answer, count)).isEqualTo(Dialogue.MORE);
    }
    assertThat(take(dialogue, joined(answer))).isEqualTo(Outcome.DONE);
  }

  @Test
  void whatServerAsksForGoesWithTheNextRequestOnTheNextStream() throws Exception {
    Dialogue dialogue = EtcdRequest.PUT.dialogue();
    assertThat(text(dialogue.next()))
        .startsWith("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .contains("/etcdserverpb.KV/Put", "application/grpc");
    take(dialogue, answer(header(7)));
    byte[] acknowledged =
        joined(
            frame(SETTINGS, 1, 0, new byte[0]),
            frame(PING, 1, 0, "pingpong".getBytes(StandardCharsets.US_ASCII)));
    byte[] next = dialogue.next();
    assertThat(next).startsWith(acknowledged);
    assertThat(next[acknowledged.length + 8]).isEqualTo((byte) 3);
  }

  @Test
  void callThatFailsHasNoMessageAndGoingAwayEndsTheMeasure() throws Exception {
    Dialogue dialogue = EtcdRequest.PUT.dialogue();
    assertThat(take(dialogue, frame(HEADERS, END_STREAM, 1, new byte[3])))
        .isEqualTo(Outcome.FAILED);
    byte[] farewell = frame(GOAWAY, 0, 0, new byte[8]);
    assertThatThrownBy(() -> dialogue.length(farewell, farewell.length))
        .isInstanceOf(PerfException.class)
        .hasMessage("it closed a connection");
  }

  @Test
  void whoLosesASwapTriesAgainFromWhatIsThere() throws Exception {
    Dialogue dialogue = EtcdRequest.COMPARE_AND_SWAP.dialogue();
    dialogue.next();
    byte[] found =
        new ProtoWriter().number(2, 40).number(3, 41).bytes(5, bytes("299")).toByteArray();
    byte[] range = new ProtoWriter().bytes(2, found).toByteArray();
    byte[] response = new ProtoWriter().bytes(1, range).toByteArray();
    assertThat(take(dialogue, answer(header(50).bytes(3, response)))).isEqualTo(Outcome.LOST);
    assertThat(text(dialogue.next())).contains("300");
    assertThat(take(dialogue, answer(header(51).number(2, 1)))).isEqualTo(Outcome.DONE);
    byte[] compare =
        new ProtoWriter().number(2, 2).bytes(3, bytes("perf")).number(6, 51).toByteArray();
    assertThat(text(dialogue.next())).contains("301", text(compare));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
