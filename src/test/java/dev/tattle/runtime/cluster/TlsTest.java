package dev.tattle.runtime.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.client.Access;
import dev.tattle.runtime.cluster.client.Call;
import dev.tattle.runtime.cluster.client.ServiceClient;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import dev.tattle.runtime.cluster.security.TestAuthority;
import dev.tattle.runtime.cluster.security.TlsFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** TLS for clients and between nodes. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class TlsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder;
  @TempDir private Path otherFolder;

  private static HttpClient client(TestAuthority authority, HttpClient.Version version)
      throws IOException {
    return HttpClient.newBuilder().version(version).sslContext(authority.client()).build();
  }

  private static RunningCluster cluster(TestAuthority authority) throws IOException {
    SecurityOptions security = new SecurityOptions(authority.files(), null, null, null);
    return new RunningCluster(
        FakeCountersNode::new, security, client(authority, HttpClient.Version.HTTP_2));
  }

  private TestAuthority authority() throws Exception {
    TestAuthority authority = new TestAuthority(folder);
    authority.issue("first");
    return authority;
  }

  private static boolean areConnected(RunningCluster cluster, int index) {
    return cluster.metric(index, "tattle_peers_connected") == 1;
  }

  /** The name on the certificate that a server shows. */
  private static String shown(TestAuthority authority, HostPort address) {
    try (SSLSocket socket =
        (SSLSocket)
            authority.client().getSocketFactory().createSocket(address.host(), address.port())) {
      socket.startHandshake();
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSubjectX500Principal().getName();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What the server says before it closes the connection. */
  private static String said(Socket socket) throws IOException {
    socket.setSoTimeout((int) PATIENCE.toMillis());
    try (InputStream in = socket.getInputStream()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException closed) {
      return "";
    }
  }

  @Test
  void clientsAreServedOverBothVersionsOfHttp() throws Exception {
    TestAuthority authority = authority();
    try (RunningCluster cluster = cluster(authority)) {
      cluster.join();
      HttpResponse<String> newer = cluster.get(0, "/increment");
      assertThat(newer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(cluster.node(0).url()).startsWith("https://");
      HttpRequest request = HttpRequest.newBuilder(cluster.uri(0, "/counter")).build();
      HttpResponse<String> older =
          client(authority, HttpClient.Version.HTTP_1_1)
              .send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(older.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(RunningCluster.field(older, "value")).isEqualTo(Json.of(1));
    }
  }

  @Test
  void nodesTalkToEachOther() throws Exception {
    try (RunningCluster cluster = cluster(authority())) {
      cluster.join();
      cluster.join(cluster.gossip(0));
      RunningCluster.await(() -> areConnected(cluster, 0) && areConnected(cluster, 1));
      cluster.get(0, "/increment");
      RunningCluster.await(
          () -> RunningCluster.field(cluster.get(1, "/counter"), "value").equals(Json.of(1)));
    }
  }

  @Test
  void plainBytesGetNothingFromTheClientsPort() throws Exception {
    try (RunningCluster cluster = cluster(authority())) {
      cluster.join();
      HostPort address = cluster.node(0).clients();
      try (Socket socket = new Socket(address.host(), address.port())) {
        socket.getOutputStream().write("GET /counter HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        assertThat(said(socket)).doesNotContain("HTTP");
      }
    }
  }

  @Test
  void plainBytesGetNothingFromThePeersPort() throws Exception {
    try (RunningCluster cluster = cluster(authority())) {
      cluster.join();
      try (Socket socket = new Socket(cluster.gossip(0).host(), cluster.gossip(0).port())) {
        socket.getOutputStream().write("hello, hello".getBytes(UTF_8));
        assertThat(said(socket)).doesNotContain("hello");
      }
      RunningCluster.await(() -> cluster.metric(0, "tattle_peer_connections_refused_total") == 1);
    }
  }

  @Test
  void whoDoesNotBeginTlsIsClosed() throws Exception {
    try (RunningCluster cluster = cluster(authority())) {
      cluster.join();
      HostPort address = cluster.node(0).clients();
      try (Socket client = new Socket(address.host(), address.port());
          Socket peer = new Socket(cluster.gossip(0).host(), cluster.gossip(0).port())) {
        client.setSoTimeout((int) PATIENCE.toMillis());
        peer.setSoTimeout((int) PATIENCE.toMillis());
        assertThat(client.getInputStream().read()).isNegative();
        assertThat(peer.getInputStream().read()).isNegative();
      }
    }
  }

  private static String saidToPeer(SSLContext context, HostPort address) throws IOException {
    try (Socket socket = context.getSocketFactory().createSocket(address.host(), address.port())) {
      return said(socket);
    }
  }

  @Test
  void aPeerWithoutACertificateIsToldNothing() throws Exception {
    TestAuthority authority = authority();
    try (RunningCluster cluster = cluster(authority)) {
      cluster.join();
      assertThat(saidToPeer(authority.client(), cluster.gossip(0))).isEmpty();
      RunningCluster.await(() -> cluster.metric(0, "tattle_peer_connections_refused_total") == 1);
    }
  }

  @Test
  void aPeerOfAnotherAuthorityIsRefusedByBothSides() throws Exception {
    TestAuthority other = new TestAuthority(otherFolder);
    other.issue("other");
    try (RunningCluster cluster = cluster(authority());
        RunningCluster others = cluster(other)) {
      cluster.join();
      others.join(cluster.gossip(0));
      RunningCluster.await(() -> others.log().contains("no node answers at 127.0.0.1"));
      RunningCluster.await(() -> cluster.metric(0, "tattle_peer_connections_refused_total") > 0);
      assertThat(others.get(0, "/peers").body()).doesNotContain("\"connected\":true");
      assertThat(cluster.get(0, "/peers").body()).contains("\"peers\":[]");
    }
  }

  @Test
  void certificatesAreRenewedWhileANodeRuns() throws Exception {
    TestAuthority authority = authority();
    try (RunningCluster cluster = cluster(authority)) {
      cluster.join();
      HostPort clients = cluster.node(0).clients();
      assertThat(shown(authority, clients)).isEqualTo("CN=first");
      authority.issue("second");
      RunningCluster.await(() -> shown(authority, clients).equals("CN=second"));
      authority.write("cert.pem", "no certificate");
      RunningCluster.await(
          () -> cluster.log().contains("still using the files as they were before"));
      assertThat(shown(authority, clients)).isEqualTo("CN=second");
      Files.delete(authority.file("key.pem"));
      RunningCluster.await(() -> cluster.log().contains("key.pem: there is no such file"));
      assertThat(shown(authority, clients)).isEqualTo("CN=second");
      authority.issue("third");
      RunningCluster.await(() -> shown(authority, clients).equals("CN=third"));
      // Both the old connection and one of the newest certificate, with HTTP/2 as before.
      assertThat(cluster.get(0, "/increment").version()).isEqualTo(HttpClient.Version.HTTP_2);
      HttpClient fresh = client(authority, HttpClient.Version.HTTP_2);
      HttpRequest request = HttpRequest.newBuilder(cluster.uri(0, "/counter")).build();
      assertThat(fresh.send(request, HttpResponse.BodyHandlers.ofString()).version())
          .isEqualTo(HttpClient.Version.HTTP_2);
      // A node that joins now has the third certificate, like the first node.
      cluster.join(cluster.gossip(0));
      RunningCluster.await(() -> areConnected(cluster, 0) && areConnected(cluster, 1));
      assertThat(cluster.log().lines().filter(line -> line.contains("no certificate"))).isEmpty();
    }
  }

  @Test
  void filesThatDoNotFitAreToldInOneLine() throws Exception {
    TestAuthority authority = authority();
    TestAuthority other = new TestAuthority(otherFolder);
    other.issue("other");
    TlsFiles files = authority.files();
    Path none = folder.resolve("none.pem");
    Path certificate = files.certificate().path();
    Path key = files.key().path();
    Path root = files.authority().path();
    assertRefused(none, key, root, "--tls-cert " + none + ": there is no such file");
    assertRefused(key, key, root, "--tls-cert " + key + ": expected certificates in PEM");
    assertRefused(certificate, root, root, "--tls-key " + root + ": expected an RSA or EC key");
    assertRefused(
        certificate, other.file("key.pem"), root, "it is not the key of the certificate in ");
    assertRefused(certificate, key, other.file("ca.pem"), "of the authority in " + otherFolder);
    assertRefused(certificate, key, folder, "--tls-ca " + folder + ": it can't be read");
  }

  private static void assertRefused(Path certificate, Path key, Path root, String problem) {
    TlsFiles files = TlsFiles.of(certificate, key, root);
    SecurityOptions security = new SecurityOptions(files, null, null, null);
    assertThatThrownBy(
            () -> {
              try (RunningCluster cluster =
                  new RunningCluster(FakeCountersNode::new, security, HttpClient.newHttpClient())) {
                cluster.join();
              }
            })
        .hasMessageContaining(problem);
  }

  @Test
  void theClientChecksWhoAnswers() throws Exception {
    TestAuthority authority = authority();
    TestAuthority other = new TestAuthority(otherFolder);
    try (RunningCluster cluster = cluster(authority)) {
      cluster.join();
      List<HostPort> nodes = List.of(cluster.node(0).clients());
      Access right = new Access(true, authority.client(), null);
      Call call = Call.get("/counter");
      assertThat(new ServiceClient(right, nodes, PATIENCE).call(call).isOk()).isTrue();
      HttpRequest request = HttpRequest.newBuilder(cluster.uri(0, "/counter")).build();
      HttpClient stranger = client(other, HttpClient.Version.HTTP_1_1);
      assertThatThrownBy(() -> stranger.send(request, HttpResponse.BodyHandlers.ofString()))
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  @Test
  void nodesFindEachOtherByADiscoveryOverTls() throws Exception {
    TestAuthority authority = authority();
    SecurityOptions security = new SecurityOptions(authority.files(), null, null, null);
    Log log = new Log(Log.Level.ERROR, System.err);
    HostPort anywhere = new HostPort("localhost", 0);
    DiscoveryRuntime discovery = DiscoveryRuntime.start(anywhere, PATIENCE, security, log);
    try (RunningCluster cluster = cluster(authority)) {
      cluster.register(URI.create(discovery.url()));
      cluster.register(URI.create(discovery.url()));
      RunningCluster.await(() -> areConnected(cluster, 0) && areConnected(cluster, 1));
    } finally {
      discovery.stop(PATIENCE);
    }
  }
}
