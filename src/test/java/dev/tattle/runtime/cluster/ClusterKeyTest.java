package dev.tattle.runtime.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.NamedFile;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Nodes of a cluster with a key, and nodes that do not have the key. */
@Timeout(60)
@Execution(ExecutionMode.CONCURRENT)
class ClusterKeyTest {
  private static final String SECRET = "the-secret-of-this-cluster";
  private static final String OTHER_SECRET = "the-secret-of-another-one";
  private static final String REFUSED = "tattle_peer_connections_without_key_total";

  @TempDir private Path folder;

  private RunningCluster cluster(String secret) throws IOException {
    Path file = Files.writeString(folder.resolve(secret), secret + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    SecurityOptions security =
        new SecurityOptions(null, new NamedFile("--cluster-key", file), null, null);
    return new RunningCluster(FakeCountersNode::new, security, HttpClient.newHttpClient());
  }

  private static boolean isConnected(RunningCluster cluster, int index) {
    return cluster.metric(index, "tattle_peers_connected") == 1;
  }

  private static void assertKeptOut(RunningCluster stranger, HostPort contact) throws Exception {
    stranger.join(contact);
    RunningCluster.await(
        () -> stranger.log().contains("no node answers at 127.0.0.1:" + contact.port()));
    assertThat(isConnected(stranger, 0)).isFalse();
    assertThat(stranger.get(0, "/peers").body()).contains("\"id\":null");
  }

  @Test
  void nodesWithTheSameKeyTalk() throws Exception {
    try (RunningCluster cluster = cluster(SECRET)) {
      cluster.join();
      cluster.join(cluster.gossip(0));
      RunningCluster.await(() -> isConnected(cluster, 0) && isConnected(cluster, 1));
      cluster.get(0, "/increment");
      RunningCluster.await(
          () -> RunningCluster.field(cluster.get(1, "/counter"), "value").equals(Json.of(1)));
      assertThat(cluster.metric(0, REFUSED) + cluster.metric(1, REFUSED)).isZero();
    }
  }

  @Test
  void aNodeWithAnotherKeyIsKeptOutAndCounted() throws Exception {
    try (RunningCluster cluster = cluster(SECRET);
        RunningCluster stranger = cluster(OTHER_SECRET)) {
      cluster.join();
      assertKeptOut(stranger, cluster.gossip(0));
      RunningCluster.await(() -> cluster.metric(0, REFUSED) > 0);
      RunningCluster.await(
          () -> cluster.log().contains("its cluster key is different: give both the same"));
      assertThat(cluster.get(0, "/peers").body()).contains("\"peers\":[]");
    }
  }

  @Test
  void aNodeWithoutAKeyIsKeptOutAndCounted() throws Exception {
    try (RunningCluster cluster = cluster(SECRET);
        RunningCluster stranger = new RunningCluster()) {
      cluster.join();
      assertKeptOut(stranger, cluster.gossip(0));
      RunningCluster.await(() -> cluster.metric(0, REFUSED) > 0);
      RunningCluster.await(
          () -> cluster.log().contains("it has no cluster key, but this node has one"));
      assertThat(cluster.get(0, "/peers").body()).contains("\"peers\":[]");
    }
  }

  /** All that a node says to somebody who says this, until it closes the connection. */
  private static String said(HostPort node, String... frames) throws IOException {
    StringBuilder said = new StringBuilder();
    try (Socket socket = new Socket(node.host(), node.port())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      for (String frame : frames) {
        byte[] bytes = frame.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
      }
      out.flush();
      while (true) {
        said.append(new String(in.readNBytes(in.readInt()), UTF_8));
      }
    } catch (IOException closed) {
      return said.toString();
    }
  }

  @Test
  void aStrangerIsToldNothingButAChallenge() throws Exception {
    try (RunningCluster cluster = cluster(SECRET)) {
      cluster.join();
      String nonce = "0".repeat(64);
      String challenge =
          "{\"src\":\"p\",\"dest\":\"p\",\"body\":{\"type\":\"challenge\",\"nonce\":\"%s\"}}";
      String hello =
          "{\"src\":\"n2\",\"dest\":\"peer\",\"body\":{\"type\":\"hello\",\"version\":1,"
              + "\"cluster\":\"test\",\"process\":7,\"address\":\"localhost:1\",\"proof\":\"%s\"}}";
      String said = said(cluster.gossip(0), challenge.formatted(nonce), hello.formatted(nonce));
      assertThat(said).contains("challenge").doesNotContain("hello", "test", "n1");
      assertThat(said(cluster.gossip(0), "x".repeat(5_000))).doesNotContain("hello");
      RunningCluster.await(
          () -> cluster.log().contains("a frame of 5000 bytes; expected at most 4096"));
      assertThat(cluster.metric(0, REFUSED)).isEqualTo(1);
    }
  }

  @Test
  void theKeyIsInNothingThatPeopleRead() throws Exception {
    try (RunningCluster cluster = cluster(SECRET);
        RunningCluster stranger = cluster(OTHER_SECRET)) {
      cluster.join();
      assertKeptOut(stranger, cluster.gossip(0));
      for (RunningCluster one : new RunningCluster[] {cluster, stranger}) {
        String seen = one.log() + one.get(0, "/metrics").body() + one.get(0, "/peers").body();
        assertThat(seen).doesNotContain(SECRET, OTHER_SECRET);
      }
    }
  }

  @Test
  void aFileThatCanNotBeUsedIsToldAndOneThatAllMayReadIsWarnedOf() throws Exception {
    try (RunningCluster cluster = cluster("short")) {
      assertThatThrownBy(cluster::join).hasMessageContaining("expected at least 16 bytes");
    }
    try (RunningCluster cluster = cluster(SECRET)) {
      Path file = folder.resolve(SECRET);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      cluster.join();
      assertThat(cluster.log())
          .contains("--cluster-key " + file + " can be read by all users of this machine");
    }
  }
}
