package dev.tattle.runtime.cluster.client;

import dev.tattle.runtime.cluster.peer.HostPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How nodes are spoken to.
 *
 * @param isSecured true for TLS
 * @param authorities whose certificates are accepted; null for those of the JDK
 */
public record Access(boolean isSecured, @Nullable SSLContext authorities) {
  /** Plain connections. */
  public static final Access PLAIN = new Access(false, null);

  /** Names are compared with certificates where connections are of TLS. */
  HttpClient client(Duration connect) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connect);
    return (authorities == null ? builder : builder.sslContext(authorities)).build();
  }

  URI uri(HostPort node, String path) {
    return URI.create((isSecured ? "https://" : "http://") + node + path);
  }
}
