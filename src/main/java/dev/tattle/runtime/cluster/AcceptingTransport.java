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
 * Reports each connection as soon as it is accepted. The server itself reports a connection only
 * when its first request begins, so a silent connection could not be counted.
 */
final class AcceptingTransport implements Transport {
  private final Consumer<Channel> accepted;

  /**
   * Wraps the JVM's own transport.
   *
   * @param accepted gets each connection before it is used, on any thread
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
