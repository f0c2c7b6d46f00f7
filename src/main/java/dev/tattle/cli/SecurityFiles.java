package dev.tattle.cli;

import dev.tattle.runtime.cluster.security.NamedFile;
import dev.tattle.runtime.cluster.security.SecurityOptions;
import dev.tattle.runtime.cluster.security.TlsFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that keep strangers out of a server. */
final class SecurityFiles {
  @Option(
      names = "--tls-cert",
      paramLabel = "PEM",
      description = "serve over TLS with this certificate; needs --tls-key and --tls-ca")
  private @Nullable Path certificate;

  @Option(names = "--tls-key", paramLabel = "PEM", description = "private key of the certificate")
  private @Nullable Path key;

  @Option(
      names = "--tls-ca",
      paramLabel = "PEM",
      description = "authority that issued the certificates of all nodes")
  private @Nullable Path authority;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "accept only clients with a token of this file: on each line a role (read, write or"
              + " admin) and a token")
  private @Nullable Path tokens;

  /**
   * All of them.
   *
   * @param clusterKey what only nodes have
   * @param discoveryToken what only nodes have
   */
  SecurityOptions options(
      CommandLine command, @Nullable Path clusterKey, @Nullable Path discoveryToken) {
    return new SecurityOptions(
        tls(command),
        named("--cluster-key", clusterKey),
        named("--tokens", tokens),
        named("--discovery-token", discoveryToken));
  }

  private static @Nullable NamedFile named(String option, @Nullable Path path) {
    return path == null ? null : new NamedFile(option, path);
  }

  private @Nullable TlsFiles tls(CommandLine command) {
    if (certificate == null && key == null && authority == null) {
      return null;
    }
    if (certificate == null || key == null || authority == null) {
      throw new ParameterException(
          command, "expected --tls-cert, --tls-key and --tls-ca together, or none of them");
    }
    return TlsFiles.of(certificate, key, authority);
  }
}
