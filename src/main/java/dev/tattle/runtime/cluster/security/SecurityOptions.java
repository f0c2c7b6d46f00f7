package dev.tattle.runtime.cluster.security;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a process is told to keep strangers out.
 *
 * @param tls null where connections are plain
 * @param clusterKey without which no other node is talked to; null where there is none
 */
public record SecurityOptions(@Nullable TlsFiles tls, @Nullable NamedFile clusterKey) {
  /** Whoever reaches the process may do everything, and read what is on the wire. */
  public static final SecurityOptions NONE = new SecurityOptions(null, null);

  /** The files that nobody else is to read. */
  public List<NamedFile> secrets() {
    List<NamedFile> secrets = new ArrayList<>();
    if (tls != null) {
      secrets.add(tls.key());
    }
    if (clusterKey != null) {
      secrets.add(clusterKey);
    }
    return secrets;
  }
}
