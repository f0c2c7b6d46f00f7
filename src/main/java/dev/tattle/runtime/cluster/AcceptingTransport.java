package dev.tattle.runtime.cluster;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.vertx.core.impl.transports.NioTransport;
import io.vertx.core.transport.Transport;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells of each connection when it is accepted. The server itself tells of one only when its first
 * request has begun, so who says nothing could not be counted.
 */
final class AcceptingTransport implements Transport {
  private final Consumer<Channel> accepted;

  /**
   * The JVM's own transport.
   *
   * @param accepted is told of each connection before it is used, by any thread
   */
  AcceptingTransport(Consumer<Channel> accepted) {
    this.accepted = accepted;
  }

  @Override
  public String name() {
    return NIO.name();
  }

  @Override
  public boolean available() {
    return true;
  }

  @Override
  public Throwable unavailabilityCause() {
    return NIO.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new NioTransport() {
      @Override
      public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomainSocket) {
        return Accepting::new;
      }
    };
  }

  private final class Accepting extends NioServerSocketChannel {
    @Override
    protected int doReadMessages(List<Object> channels) throws Exception {
      int before = channels.size();
      int result = super.doReadMessages(channels);
      for (Object channel : channels.subList(before, channels.size())) {
        accepted.accept((Channel) channel);
      }
      return result;
    }
  }
}
