package dev.tattle.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two nodes with the proxy between them. Node n1 dials and n2 accepts. */
@Timeout(60)
class LinkProxyTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Link THERE = new Link("n1", "n2");
  private static final Link BACK = new Link("n2", "n1");

  /** One end of a connection. It never blocks. */
  private static final class End {
    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);
    private boolean isClosed;

    End(SocketChannel channel) throws IOException {
      this.channel = channel;
      channel.configureBlocking(false);
    }

    void send(Message message) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      MessageCodec.encode(message, line);
      int length = line.size() - 1;
      channel.write(
          ByteBuffer.allocate(4 + length).putInt(length).put(line.toByteArray(), 0, length).flip());
    }

    /** The message that has come; null if none has, or where it is closed. */
    @Nullable Message poll() {
      try {
        isClosed |= channel.read(in) < 0;
        if (in.position() < 4 || in.position() < 4 + in.getInt(0)) {
          return null;
        }
        in.flip();
        byte[] frame = new byte[in.getInt()];
        in.get(frame);
        in.compact();
        return MessageCodec.decode(frame);
      } catch (IOException e) {
        isClosed = true;
        return null;
      } catch (WireException e) {
        throw new AssertionError(e);
      }
    }
  }

  private Reactor reactor;
  private LinkProxy proxy;
  private ServerSocketChannel second;
  private final List<SocketChannel> opened = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    reactor = new Reactor();
    second = ServerSocketChannel.open();
    second.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    second.configureBlocking(false);
    int port = ((InetSocketAddress) second.getLocalAddress()).getPort();
    proxy = new LinkProxy(reactor, Map.of("n1", 1, "n2", port));
  }

  @AfterEach
  void stop() throws IOException {
    for (SocketChannel channel : opened) {
      channel.close();
    }
    second.close();
    reactor.close();
  }

  private End dial() throws IOException {
    String[] address = proxy.address("n2").split(":", -1);
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(address[0], Integer.parseInt(address[1])));
    opened.add(channel);
    return new End(channel);
  }

  private End accepted() throws Exception {
    End[] end = new End[1];
    await(
        () -> {
          try {
            SocketChannel channel = second.accept();
            if (channel != null) {
              opened.add(channel);
              end[0] = new End(channel);
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return end[0] != null;
        });
    return end[0];
  }

  private void await(BooleanSupplier happens) throws Exception {
    assertThat(reactor.runUntil(happens, PATIENCE)).as("it happens in time").isTrue();
  }

  private Message next(End end) throws Exception {
    Message[] message = new Message[1];
    await(
        () -> {
          message[0] = end.poll();
          return message[0] != null || end.isClosed;
        });
    assertThat(message[0]).as("it is not closed").isNotNull();
    return message[0];
  }

  private static Message hello(String node) {
    Body body = Body.of("hello", "address", Json.of("127.0.0.1:1"), "version", Json.of(1));
    return new Message(new NodeId(node), new NodeId("peer"), body);
  }

  private static Message numbered(int number) {
    return new Message(new NodeId("x"), new NodeId("y"), Body.of("m", "number", Json.of(number)));
  }

  private long number(End end) throws Exception {
    return next(end).body().integer("number");
  }

  /** Two ends that have both said hello. */
  private record Pair(End first, End second) {}

  private Pair pair() throws Exception {
    End first = dial();
    first.send(hello("n1"));
    End accepted = accepted();
    assertThat(next(accepted).body().text("address")).isEqualTo("127.0.0.1:1");
    accepted.send(hello("n2"));
    assertThat(next(first).body().text("address")).isEqualTo("127.0.0.1:1");
    return new Pair(first, accepted);
  }

  private void set(Link link, LinkMode mode) {
    proxy.set(link, new LinkState(mode, Duration.ZERO));
  }

  @Test
  void bothSidesHearEachOther() throws Exception {
    Pair pair = pair();
    pair.first.send(numbered(1));
    pair.second.send(numbered(2));
    assertThat(number(pair.second)).isEqualTo(1);
    assertThat(number(pair.first)).isEqualTo(2);
  }

  @Test
  void oneDirectionLosesAndTheOtherGoesOn() throws Exception {
    Pair pair = pair();
    set(THERE, LinkMode.LOST);
    pair.first.send(numbered(1));
    pair.second.send(numbered(2));
    assertThat(number(pair.first)).isEqualTo(2);
    // The proxy must read and drop the first message before the link is healed.
    reactor.runUntil(() -> false, Duration.ofMillis(50));
    proxy.healAll();
    pair.first.send(numbered(3));
    assertThat(number(pair.second)).as("what was lost is lost").isEqualTo(3);
  }

  @Test
  void whatIsHeldComesInOrderOnceTheLinkOpens() throws Exception {
    Pair pair = pair();
    set(BACK, LinkMode.HELD);
    for (int i = 1; i <= 3; i++) {
      pair.second.send(numbered(i));
    }
    pair.first.send(numbered(9));
    assertThat(number(pair.second)).as("the other direction").isEqualTo(9);
    assertThat(pair.first.poll()).isNull();
    proxy.set(BACK, LinkState.OPEN);
    for (int i = 1; i <= 3; i++) {
      assertThat(number(pair.first)).isEqualTo(i);
    }
  }

  @Test
  void aClosedLinkClosesItsConnectionsAndEachNewOneUntilItIsHealed() throws Exception {
    Pair pair = pair();
    set(THERE, LinkMode.CLOSED);
    awaitClosed(pair.first);
    awaitClosed(pair.second);
    End again = dial();
    again.send(hello("n1"));
    awaitClosed(again);
    proxy.healAll();
    accepted(); // The one that was closed.
    Pair healed = pair();
    healed.first.send(numbered(1));
    assertThat(number(healed.second)).isEqualTo(1);
  }

  private void awaitClosed(End end) throws Exception {
    await(
        () -> {
          assertThat(end.poll()).isNull();
          return end.isClosed;
        });
  }

  @Test
  void whatIsSentOnASlowLinkIsLateByItsDelayAndTheOtherWayIsNot() throws Exception {
    Pair pair = pair();
    Duration delay = Duration.ofMillis(400);
    proxy.set(THERE, new LinkState(LinkMode.SLOW, delay));
    long beganNanos = reactor.nowNanos();
    pair.first.send(numbered(1));
    assertThat(number(pair.second)).isEqualTo(1);
    assertThat(reactor.nowNanos() - beganNanos).isGreaterThanOrEqualTo(delay.toNanos());
    proxy.set(THERE, new LinkState(LinkMode.SLOW, Duration.ofHours(1)));
    pair.first.send(numbered(2));
    pair.second.send(numbered(3));
    assertThat(number(pair.first)).isEqualTo(3);
    assertThat(pair.second.poll()).isNull();
  }

  @Test
  void whoSaysNoHelloIsClosed() throws Exception {
    End end = dial();
    end.channel.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 1, '?'}));
    awaitClosed(end);
    awaitClosed(accepted());
  }

  /** If a node is down, its dialler sees the connection end. */
  @Test
  void aConnectionToANodeThatIsDownIsClosed() throws Exception {
    second.close();
    awaitClosed(dial());
  }

  @Test
  void theEndOfOneSideIsTheEndOfTheOther() throws Exception {
    Pair pair = pair();
    pair.second.channel.close();
    awaitClosed(pair.first);
  }

  @Test
  void linksAreOpenUnlessTheyAreSet() {
    set(THERE, LinkMode.LOST);
    assertThat(Arrays.asList(proxy.state(THERE).mode(), proxy.state(BACK).mode()))
        .containsExactly(LinkMode.LOST, LinkMode.OPEN);
  }
}
