package dev.tattle.runtime.cluster.security;

import java.nio.file.Path;
import java.util.List;

/**
 * The files of TLS, all of them PEM.
 *
 * @param certificate of this process, and those between it and the authority's
 * @param key of that certificate, without a password
 * @param authority whose certificates are accepted
 */
public record TlsFiles(NamedFile certificate, NamedFile key, NamedFile authority) {
  /** The files of these options. */
  public static TlsFiles of(Path certificate, Path key, Path authority) {
    return new TlsFiles(
        new NamedFile("--tls-cert", certificate),
        new NamedFile("--tls-key", key),
        new NamedFile("--tls-ca", authority));
  }

  List<NamedFile> all() {
    return List.of(certificate, key, authority);
  }
}
