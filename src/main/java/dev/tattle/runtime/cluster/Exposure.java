package dev.tattle.runtime.cluster;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.io.IOException;

/** Logs a warning for each port that strangers on other machines can reach. */
final class Exposure {
  private Exposure() {}

  /** Warns about the port for clients. */
  static void toClients(HostPort address, SecurityOptions security, Log log) throws IOException {
    if (NetworkLoop.isLoopback(address)) {
      return;
    }
    if (security.tokens() == null) {
      tell(
          log, address, "anyone who reaches " + address + " can change all counters; see --tokens");
    } else if (security.tls() == null) {
      tell(log, address, "tokens sent to " + address + " are not encrypted; see --tls-cert");
    }
  }

  /** Warns about the port for other nodes. */
  static void toPeers(HostPort address, SecurityOptions security, Log log) throws IOException {
    if (security.clusterKey() == null
        && security.tls() == null
        && !NetworkLoop.isLoopback(address)) {
      String text = " can join the cluster; see --cluster-key and --tls-cert";
      tell(log, address, "anyone who reaches " + address + text);
    }
  }

  private static void tell(Log log, HostPort address, String text) {
    log.event(Log.Level.WARN, "exposed-address", text, "address", address);
  }
}
