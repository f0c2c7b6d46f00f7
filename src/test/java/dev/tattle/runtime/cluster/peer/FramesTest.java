package dev.tattle.runtime.cluster.peer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.JsonBuffer;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FramesTest {
  private static final class Received implements Frames.Receiver {
    private final List<Message> messages = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();

    @Override
    public void onMessage(Message message, int bytes) {
      messages.add(message);
    }

    @Override
    public void onHostile(String problem) {
      problems.add(problem);
    }
  }

  private final Received received = new Received();
  private final Handler<Buffer> reader = Frames.reader(received);

  private static Message message(Json value) {
    return new Message(new NodeId("a"), new NodeId("b"), Body.of("gossip", "value", value));
  }

  @Test
  void messagesComeOutAsTheyWentInHoweverTheBytesAreCut() {
    List<Message> messages = new ArrayList<>();
    Buffer frames = Buffer.buffer();
    JsonBuffer scratch = new JsonBuffer(16);
    for (int i = 0; i < 200; i++) {
      Message message = message(Json.of("ü\n".repeat(i)));
      messages.add(message);
      assertThat(Frames.append(message, scratch, frames)).isTrue();
      frames.appendBuffer(Frames.keepalive());
    }
    SplittableRandom random = new SplittableRandom(1);
    int at = 0;
    while (at < frames.length()) {
      int end = Math.min(frames.length(), at + 1 + random.nextInt(300));
      reader.handle(frames.getBuffer(at, end));
      at = end;
    }
    assertThat(received.messages).isEqualTo(messages);
    assertThat(received.problems).isEmpty();
  }

  @Test
  void lengthBeyondTheLimitIsHostileAndNothingIsReadAfterIt() {
    reader.handle(Buffer.buffer().appendInt(Frames.MAX_BYTES + 1));
    reader.handle(Frames.of(message(Json.NULL)));
    assertThat(received.messages).isEmpty();
    assertThat(received.problems).singleElement().asString().contains("expected at most 4194304");
  }

  @Test
  void negativeLengthIsHostile() {
    reader.handle(Buffer.buffer().appendInt(-1));
    assertThat(received.problems).singleElement().asString().contains("4294967295 bytes");
  }

  @Test
  void whatIsNoMessageIsHostile() {
    Buffer bad = Buffer.buffer().appendInt(2).appendString("{]");
    reader.handle(bad.appendBuffer(Frames.of(message(Json.NULL))));
    assertThat(received.messages).isEmpty();
    assertThat(received.problems).hasSize(1);
  }

  @Test
  void valueThatNestsTooDeepIsHostile() {
    String deep = "[".repeat(100_000);
    String text = "{\"src\":\"a\",\"dest\":\"b\",\"body\":{\"type\":\"x\",\"y\":" + deep;
    reader.handle(Buffer.buffer().appendInt(text.length()).appendString(text));
    assertThat(received.problems).hasSize(1);
  }

  @Test
  void messageThatIsTooLongIsNotSent() {
    Buffer frames = Buffer.buffer();
    Message message = message(Json.of("x".repeat(Frames.MAX_BYTES)));
    assertThat(Frames.append(message, new JsonBuffer(16), frames)).isFalse();
    assertThat(frames.length()).isZero();
  }
}
