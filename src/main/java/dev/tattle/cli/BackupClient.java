package dev.tattle.cli;

import dev.tattle.runtime.cluster.client.ServiceClient;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The nodes that a backup is taken from or restored to: options of both commands. */
final class BackupClient extends NodeAddresses {
  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "how long to try each request, over all attempts (default: 60s)")
  private Duration timeout = Duration.ofSeconds(60);

  /** A client that tries these nodes in turn. */
  ServiceClient connect() throws IOException {
    return new ServiceClient(access(), all(), timeout);
  }
}
