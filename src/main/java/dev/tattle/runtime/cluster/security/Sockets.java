package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.netty.channel.Channel;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Creates the servers and clients of a process, plain or with TLS. Between peers, both sides show a
 * certificate, and each accepts any certificate of the authority. Names are not compared, because
 * the addresses of nodes change. If the files change, new connections use the new certificates.
 *
 * <p>Thread rule: before anything else is started; later only the event loop.
 */
public final class Sockets {
  /** How long a TLS handshake may take. */
  private static final int HANDSHAKE_SECONDS = 5;

  private static final String ANY_NAME = "";
  private static final String HTTPS = "https";

  private final Vertx vertx;
  private final Log log;
  private final List<Function<Certificates, Future<Boolean>>> users = new ArrayList<>();
  private final Map<HttpServer, Consumer<Channel>> servers = new ConcurrentHashMap<>();
  private @Nullable WatchedFiles<Certificates> watched;
  private @Nullable Certificates certificates;

  private Sockets(Vertx vertx, Log log) {
    this.vertx = vertx;
    this.log = log;
  }

  /** Creates plain sockets. */
  public static Sockets plain(Vertx vertx, Log log) {
    return new Sockets(vertx, log);
  }

  /**
   * Creates sockets with TLS.
   *
   * @throws BadFileException if a file can't be used; the message names it and says what to do
   */
  public static Sockets secured(Vertx vertx, Log log, TlsFiles files) throws BadFileException {
    Sockets sockets = new Sockets(vertx, log);
    WatchedFiles<Certificates> watched =
        new WatchedFiles<>(log, files.all(), contents -> Certificates.read(vertx, files, contents));
    sockets.certificates = watched.read();
    sockets.watched = watched;
    return sockets;
  }

  /** Watches the files from now on. */
  public void follow() {
    if (watched != null) {
      watched.follow(vertx, this::take);
    }
  }

  /** The scheme in the URLs of its servers. */
  public String scheme() {
    return certificates == null ? "http" : HTTPS;
  }

  /**
   * Creates a server for clients, with HTTP/1.1 and HTTP/2.
   *
   * @param accepted gets each connection before it is used, on any thread
   */
  public HttpServer server(HttpServerOptions options, Consumer<Channel> accepted) {
    if (certificates != null) {
      options.setSsl(true).setUseAlpn(true).setKeyCertOptions(certificates.own());
      options.setSslHandshakeTimeout(HANDSHAKE_SECONDS);
      options.setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    }
    HttpServer server = vertx.createHttpServer(options);
    if (certificates != null) {
      users.add(now -> server.updateSSLOptions(own(now).setUseAlpn(true)));
    }
    servers.put(server, accepted);
    return server;
  }

  /** Must be called with each connection that a server has accepted. For any thread. */
  public void accepted(Channel channel) {
    int port = ((InetSocketAddress) channel.localAddress()).getPort();
    servers.forEach(
        (server, accepted) -> {
          if (server.actualPort() == port) {
            accepted.accept(channel);
          }
        });
  }

  /** Creates a server for other nodes. */
  public NetServer peerServer(NetServerOptions options) {
    if (certificates == null) {
      return vertx.createNetServer(options);
    }
    options.setSsl(true).setClientAuth(ClientAuth.REQUIRED);
    options.setKeyCertOptions(certificates.own()).setTrustOptions(certificates.authority());
    options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    NetServer server = vertx.createNetServer(options);
    users.add(
        now ->
            server.updateSSLOptions(
                own(now).setClientAuth(ClientAuth.REQUIRED).setTrustOptions(now.authority())));
    return server;
  }

  /** Creates a client to other nodes. */
  public NetClient peerClient(NetClientOptions options) {
    if (certificates == null) {
      return vertx.createNetClient(options);
    }
    options.setSsl(true).setHostnameVerificationAlgorithm(ANY_NAME);
    options.setKeyCertOptions(certificates.own()).setTrustOptions(certificates.authority());
    options.setSslHandshakeTimeout(HANDSHAKE_SECONDS).setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
    NetClient client = vertx.createNetClient(options);
    users.add(
        now ->
            client.updateSSLOptions(
                new ClientSSLOptions()
                    .setHostnameVerificationAlgorithm(ANY_NAME)
                    .setKeyCertOptions(now.own())
                    .setTrustOptions(now.authority())));
    return client;
  }

  /**
   * Creates a client to one server. With https, it compares the server's name with the certificate.
   * Without TLS files it accepts the authorities of the JDK.
   */
  public HttpClient client(URI url, HttpClientOptions options) {
    options.setSsl(HTTPS.equals(url.getScheme()));
    if (certificates == null || !options.isSsl()) {
      return vertx.createHttpClient(options);
    }
    HttpClientAgent client =
        vertx.createHttpClient(options.setTrustOptions(certificates.authority()));
    users.add(
        now ->
            client.updateSSLOptions(
                new ClientSSLOptions()
                    .setHostnameVerificationAlgorithm("HTTPS")
                    .setTrustOptions(now.authority())));
    return client;
  }

  private static ServerSSLOptions own(Certificates now) {
    return new ServerSSLOptions()
        .setKeyCertOptions(now.own())
        .setSslHandshakeTimeout(HANDSHAKE_SECONDS)
        .setSslHandshakeTimeoutUnit(TimeUnit.SECONDS);
  }

  private void take(Certificates now) {
    certificates = now;
    for (Function<Certificates, Future<Boolean>> user : users) {
      user.apply(now)
          .onFailure(
              e ->
                  log.event(
                      Log.Level.ERROR,
                      "certificates-refused",
                      "cannot use the new certificates: " + e.getMessage()));
    }
  }
}
