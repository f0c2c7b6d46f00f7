package dev.tattle.runtime.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.NamedFile;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import dev.tattle.runtime.cluster.security.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExposureTest {
  private static final NamedFile FILE = new NamedFile("--x", Path.of("x"));
  private static final TlsFiles TLS = new TlsFiles(FILE, FILE, FILE);

  /** What is said of a node that listens there. */
  private static String said(String host, SecurityOptions security) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Log log = new Log(Log.Level.WARN, new PrintStream(out, true, StandardCharsets.UTF_8));
    Exposure.toClients(new HostPort(host, 1), security, log);
    Exposure.toPeers(new HostPort(host, 2), security, log);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void warnsOfWhatStrangersCanDo() throws IOException {
    assertThat(said("0.0.0.0", SecurityOptions.NONE))
        .contains("anyone who reaches 0.0.0.0:1 can change all counters; see --tokens")
        .contains("anyone who reaches 0.0.0.0:2 can join the cluster");
    assertThat(said("0.0.0.0", new SecurityOptions(null, FILE, FILE, null)).lines())
        .singleElement()
        .asString()
        .contains("tokens sent to 0.0.0.0:1 are not encrypted; see --tls-cert");
    assertThat(said("0.0.0.0", new SecurityOptions(TLS, null, FILE, null))).isEmpty();
    assertThat(said("localhost", SecurityOptions.NONE)).isEmpty();
  }
}
