package dev.tattle.runtime.cluster.security;

import java.nio.file.Path;
import java.util.List;

/**
 * The files for TLS, all in PEM.
 *
 * @param certificate the certificate of this process, followed by any intermediate certificates
 * @param key the key of that certificate, without a password
 * @param authority the authority whose certificates are accepted
 */
public record TlsFiles(NamedFile certificate, NamedFile key, NamedFile authority) {
  /** Names the files, with the options that set them. */
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
