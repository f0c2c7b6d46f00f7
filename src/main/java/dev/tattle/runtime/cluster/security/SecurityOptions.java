package dev.tattle.runtime.cluster.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a process is told to keep strangers out.
 *
 * @param tls null where connections are plain
 * @param tokens of those who may ask; null where all may ask everything
 * @param discoveryToken that is shown to discovery servers; null where none is
 * @param clusterKey without which no other node is talked to; null where there is none
 */
public record SecurityOptions(
    @Nullable TlsFiles tls,
    @Nullable NamedFile clusterKey,
    @Nullable NamedFile tokens,
    @Nullable NamedFile discoveryToken) {
  /** Whoever reaches the process may do everything, and read what is on the wire. */
  public static final SecurityOptions NONE = new SecurityOptions(null, null, null, null);

  /** The files that nobody else is to read. */
  public List<NamedFile> secrets() {
    List<NamedFile> secrets = new ArrayList<>();
    if (tls != null) {
      secrets.add(tls.key());
    }
    Stream.of(clusterKey, tokens, discoveryToken).filter(Objects::nonNull).forEach(secrets::add);
    return secrets;
  }
}
