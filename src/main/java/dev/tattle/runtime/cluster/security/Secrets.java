package dev.tattle.runtime.cluster.security;

import dev.tattle.runtime.Log;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that a process has read from files, except those for TLS.
 *
 * @param clusterKey the cluster's key; null if there is none
 * @param discoveryToken the token to send to discovery servers; null if there is none
 */
public record Secrets(
    @Nullable ClusterKey clusterKey, Doorkeeper doorkeeper, @Nullable BearerToken discoveryToken) {
  /**
   * Reads the secrets, and warns of files that others may read.
   *
   * @throws BadFileException if a file can't be used
   */
  public static Secrets read(Log log, SecurityOptions options) throws BadFileException {
    for (NamedFile secret : options.secrets()) {
      if (secret.isOpenToAll()) {
        String text = " can be read by all users of this machine; change its mode to 0600";
        log.event(Log.Level.WARN, "exposed-file", secret + text, "file", secret);
      }
    }
    NamedFile key = options.clusterKey();
    NamedFile token = options.discoveryToken();
    return new Secrets(
        key == null ? null : ClusterKey.read(key),
        Doorkeeper.of(log, options.tokens()),
        token == null ? null : BearerToken.read(log, token));
  }

  /** Watches the files of tokens from now on. */
  public void follow(Vertx vertx) {
    doorkeeper.follow(vertx);
    if (discoveryToken != null) {
      discoveryToken.follow(vertx);
    }
  }
}
