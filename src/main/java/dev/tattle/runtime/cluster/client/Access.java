package dev.tattle.runtime.cluster.client;

import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.BearerToken;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a client connects to nodes.
 *
 * @param isSecured true for TLS
 * @param authorities the authorities whose certificates are accepted; null for those of the JDK
 * @param token the token to send; null for none
 */
public record Access(
    boolean isSecured, @Nullable SSLContext authorities, @Nullable BearerToken token) {
  /** Plain connections without a token. */
  public static final Access PLAIN = new Access(false, null, null);

  /** Creates a client. With TLS, it compares the server's name with the certificate. */
  HttpClient client(Duration connect) {
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connect);
    return (authorities == null ? builder : builder.sslContext(authorities)).build();
  }

  HttpRequest.Builder request(HostPort node, String path) {
    URI uri = URI.create((isSecured ? "https://" : "http://") + node + path);
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    return token == null ? request : request.header("Authorization", token.header());
  }
}
