package dev.tattle.bench.torture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FramePipeTest {
  /** Keeps the hello, and treats all other frames as a test says. */
  private static final class Rule implements FramePipe.Rule {
    private long delayNanos;
    private String hello = "";

    @Override
    public void onHello(byte[] frame) {
      hello = new String(frame, UTF_8);
    }

    @Override
    public long delayNanos() {
      return delayNanos;
    }
  }

  private final Rule rule = new Rule();
  private SocketChannel sender;
  private SocketChannel from;
  private SocketChannel to;
  private SocketChannel receiver;
  private FramePipe pipe;

  @BeforeEach
  void connect() throws IOException {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      sender = SocketChannel.open(server.getLocalAddress());
      from = server.accept();
      to = SocketChannel.open(server.getLocalAddress());
      receiver = server.accept();
    }
    pipe = new FramePipe(from, to, rule);
  }

  @AfterEach
  void close() throws IOException {
    for (SocketChannel channel : new SocketChannel[] {sender, from, to, receiver}) {
      channel.close();
    }
  }

  private static byte[] frame(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    return ByteBuffer.allocate(Integer.BYTES + bytes.length)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  private void send(byte[] bytes, int from, int length) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes, from, length);
    while (all.hasRemaining()) {
      sender.write(all);
    }
  }

  private void pass(String text) throws IOException {
    byte[] bytes = frame(text);
    send(bytes, 0, bytes.length);
    pipe.read(0);
  }

  private String received() throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Integer.BYTES);
    fill(length);
    ByteBuffer body = ByteBuffer.allocate(length.getInt(0));
    fill(body);
    return new String(body.array(), UTF_8);
  }

  private void fill(ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      assertThat(receiver.read(buffer)).isNotNegative();
    }
  }

  @Test
  void theFirstFrameSaysWhoSendsAndAllArePassedOn() throws IOException {
    assertThat(pipe.hasHello()).isFalse();
    pass("hello");
    assertThat(pipe.hasHello()).isTrue();
    pass("more");
    pipe.write(0);
    assertThat(received()).isEqualTo("hello");
    assertThat(received()).isEqualTo("more");
    assertThat(rule.hello).isEqualTo("hello");
  }

  @Test
  void aFrameThatComesInPiecesIsPassedOnAsAWhole() throws IOException {
    byte[] bytes = frame("a frame");
    for (int i = 0; i < bytes.length; i++) {
      assertThat(pipe.isBehind(0)).as("after %d bytes", i).isFalse();
      send(bytes, i, 1);
      pipe.read(0);
    }
    assertThat(pipe.isBehind(0)).isTrue();
    pipe.write(0);
    assertThat(received()).isEqualTo("a frame");
    assertThat(pipe.isBehind(0)).isFalse();
  }

  @Test
  void whatIsDroppedNeverComesAndWhatFollowsDoes() throws IOException {
    pass("hello");
    rule.delayNanos = -1;
    pass("lost");
    rule.delayNanos = 0;
    pass("kept");
    pipe.write(0);
    assertThat(received()).isEqualTo("hello");
    assertThat(received()).isEqualTo("kept");
  }

  @Test
  void whatIsLateWaitsAndNothingOvertakesIt() throws IOException {
    rule.delayNanos = 100;
    pass("late");
    rule.delayNanos = 0;
    pass("next");
    assertThat(pipe.isBehind(99)).isFalse();
    pipe.write(99);
    assertThat(pipe.isBehind(100)).as("nothing was written before").isTrue();
    pipe.write(100);
    assertThat(received()).isEqualTo("late");
    assertThat(received()).isEqualTo("next");
  }

  @Test
  void aReceiverThatDoesNotReadFillsItAndIsServedOnceItDoes() throws IOException {
    to.configureBlocking(false);
    String large = "x".repeat(1 << 20);
    Thread writer = new Thread(() -> sendLarge(large));
    writer.start();
    while (pipe.hasRoom()) {
      pipe.read(0);
      pipe.write(0);
    }
    assertThat(pipe.isBehind(0)).isTrue();
    assertThat(received()).as("the first one").isEqualTo(large);
    pipe.write(0);
    assertThat(pipe.hasRoom()).isTrue();
    sender.close();
  }

  private void sendLarge(String text) {
    try {
      while (true) {
        byte[] bytes = frame(text);
        send(bytes, 0, bytes.length);
      }
    } catch (IOException e) {
      // It has sent enough.
    }
  }

  @Test
  void noFrameOfABadLengthIsTaken() throws IOException {
    sender.write(ByteBuffer.wrap(new byte[] {-1, -1, -1, -1}));
    assertThatThrownBy(() -> pipe.read(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("-1");
  }

  @Test
  void noFrameIsLongerThanItMayBe() throws IOException {
    sender.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, (4 << 20) + 1));
    assertThatThrownBy(() -> pipe.read(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("4194305 bytes");
  }

  @Test
  void theEndOfTheSenderIsTold() throws IOException {
    sender.close();
    assertThatThrownBy(() -> pipe.read(0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }
}
