package dev.tattle.bench.torture;

import dev.tattle.core.Message;
import dev.tattle.wire.MessageCodec;
import dev.tattle.wire.WireException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * A connection from one node to another, through the proxy. The hello names the node that dialled.
 * Nodes advertise the addresses of the proxy, so they learn no way around it.
 */
final class ProxiedConnection {
  private static final String UNKNOWN = "?";

  private final LinkProxy proxy;
  private final String acceptor;
  private final SocketChannel dialled;
  private final SocketChannel accepted;
  private final FramePipe there;
  private final FramePipe back;
  private final SelectionKey dialledKey;
  private final SelectionKey acceptedKey;
  private String dialler = UNKNOWN;
  private boolean isConnected;

  /**
   * Connects to the node.
   *
   * @param dialled the connection of the node that dials
   */
  ProxiedConnection(LinkProxy proxy, Reactor reactor, SocketChannel dialled, String acceptor)
      throws IOException {
    this.proxy = proxy;
    this.acceptor = acceptor;
    this.dialled = dialled;
    accepted = SocketChannel.open();
    there = new FramePipe(dialled, accepted, new Way(true));
    back = new FramePipe(accepted, dialled, new Way(false));
    dialledKey = reactor.register(dialled, 0, unused -> work());
    acceptedKey = reactor.register(accepted, SelectionKey.OP_CONNECT, unused -> work());
    try {
      accepted.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.realPort(acceptor)));
    } catch (IOException e) {
      close();
    }
  }

  /** Does what can be done now, and registers for the rest. */
  void work() {
    if (!dialledKey.isValid() || !acceptedKey.isValid()) {
      close();
      return;
    }
    try {
      if (!isConnected && !accepted.finishConnect()) {
        return;
      }
      isConnected = true;
      if (isClosed()) {
        close();
        return;
      }
      long nowNanos = proxy.nowNanos();
      read(there, dialledKey, nowNanos);
      if (there.hasHello()) {
        read(back, acceptedKey, nowNanos);
      }
      if (isClosed()) {
        close();
        return;
      }
      write(nowNanos);
    } catch (IOException e) {
      close();
    }
  }

  private boolean isClosed() {
    return mode(true) == LinkMode.CLOSED || mode(false) == LinkMode.CLOSED;
  }

  private void read(FramePipe pipe, SelectionKey key, long nowNanos) throws IOException {
    if (key.isReadable() && mode(pipe == there) != LinkMode.HELD) {
      pipe.read(nowNanos);
    }
  }

  private void write(long nowNanos) throws IOException {
    there.write(nowNanos);
    back.write(nowNanos);
    dialledKey.interestOps(operations(there, back, nowNanos));
    acceptedKey.interestOps(operations(back, there, nowNanos));
  }

  private int operations(FramePipe in, FramePipe out, long nowNanos) {
    boolean mayRead = in == there || there.hasHello();
    boolean reads = mayRead && in.hasRoom() && mode(in == there) != LinkMode.HELD;
    return (reads ? SelectionKey.OP_READ : 0)
        | (out.isBehind(nowNanos) ? SelectionKey.OP_WRITE : 0);
  }

  private LinkMode mode(boolean isThere) {
    return dialler.equals(UNKNOWN) ? LinkMode.OPEN : proxy.state(link(isThere)).mode();
  }

  private Link link(boolean isThere) {
    return isThere ? new Link(dialler, acceptor) : new Link(acceptor, dialler);
  }

  private void close() {
    proxy.closed(this);
    LinkProxy.close(dialled);
    LinkProxy.close(accepted);
  }

  private final class Way implements FramePipe.Rule {
    private final boolean isThere;

    Way(boolean isThere) {
      this.isThere = isThere;
    }

    @Override
    public void onHello(byte[] frame) throws IOException {
      try {
        Message hello = MessageCodec.decode(frame);
        if (isThere) {
          dialler = hello.src().name();
        }
      } catch (WireException e) {
        throw new IOException("no hello: " + e.getMessage(), e);
      }
    }

    @Override
    public long delayNanos() {
      LinkState state = proxy.state(link(isThere));
      return state.mode() == LinkMode.LOST ? -1 : state.delay().toNanos();
    }
  }
}
