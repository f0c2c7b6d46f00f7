package dev.tattle.runtime.cluster;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.NamedFile;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import java.io.IOException;

/** Warns of what strangers can reach, one line each. */
final class Exposure {
  private Exposure() {}

  /** Of files with secrets. */
  static void ofFiles(SecurityOptions security, Log log) {
    for (NamedFile secret : security.secrets()) {
      if (secret.isOpenToAll()) {
        String text = " may be read by all users of this machine; change its mode to 0600";
        log.event(Log.Level.WARN, "exposed-file", secret + text, "file", secret);
      }
    }
  }

  /** Of the port of other nodes. */
  static void toPeers(HostPort address, SecurityOptions security, Log log) throws IOException {
    if (security.clusterKey() == null
        && security.tls() == null
        && !NetworkLoop.isLoopback(address)) {
      String text = " may join the cluster; see --cluster-key and --tls-cert";
      String whole = "whoever reaches " + address + text;
      log.event(Log.Level.WARN, "exposed-address", whole, "address", address);
    }
  }
}
