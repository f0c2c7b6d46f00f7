package dev.tattle.runtime.cluster.security;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options that keep strangers out.
 *
 * @param tls the TLS files; null if connections are plain
 * @param tokens the file of access tokens; null if everybody may do everything
 * @param discoveryToken the token to send to discovery servers; null for none
 * @param clusterKey the key that another node must prove; null for none
 */
public record SecurityOptions(
    @Nullable TlsFiles tls,
    @Nullable NamedFile clusterKey,
    @Nullable NamedFile tokens,
    @Nullable NamedFile discoveryToken) {
  /** No protection: whoever reaches the process may do everything, and can read the traffic. */
  public static final SecurityOptions NONE = new SecurityOptions(null, null, null, null);

  /** The files that nobody else should be able to read. */
  public List<NamedFile> secrets() {
    List<NamedFile> secrets = new ArrayList<>();
    if (tls != null) {
      secrets.add(tls.key());
    }
    Stream.of(clusterKey, tokens, discoveryToken).filter(Objects::nonNull).forEach(secrets::add);
    return secrets;
  }
}
