package dev.tattle.cli;

import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.client.Access;
import dev.tattle.runtime.cluster.peer.HostPort;
import dev.tattle.runtime.cluster.security.Authorities;
import dev.tattle.runtime.cluster.security.BearerToken;
import dev.tattle.runtime.cluster.security.NamedFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The nodes of the counter service that a client calls, and how it proves who it is. */
class NodeAddresses {
  private static final int FIRST_PORT = 8_000;
  private static final int MAX_LOCAL = 99;
  private static final String HTTPS = "https://";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--node-id",
      split = ",",
      paramLabel = "N",
      description = "nodes on this machine; 1 is at port 8001, 2 at 8002 (default: 1)")
  private List<Integer> numbers = List.of();

  @Option(
      names = "--addr",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "addresses of nodes; with https:// in front of each, over TLS")
  private List<String> addresses = List.of();

  @Option(
      names = "--tls-ca",
      paramLabel = "PEM",
      description = "use TLS and trust this authority (default: those of the JDK)")
  private @Nullable Path authority;

  @Option(
      names = "--bearer-token",
      paramLabel = "FILE",
      description = "file with the token that the nodes require")
  private @Nullable Path token;

  List<HostPort> all() {
    List<HostPort> nodes = new ArrayList<>();
    addresses.forEach(address -> nodes.add(address(address)));
    List<Integer> local = nodes.isEmpty() && numbers.isEmpty() ? List.of(1) : numbers;
    for (int number : local) {
      if (number < 1 || number > MAX_LOCAL) {
        throw wrong("--node-id: expected 1 to " + MAX_LOCAL + "; use --addr for other nodes");
      }
      nodes.add(new HostPort("localhost", FIRST_PORT + number));
    }
    return nodes;
  }

  private HostPort address(String text) {
    boolean isUrl = text.startsWith(HTTPS);
    try {
      return HostPort.parse(isUrl ? text.substring(HTTPS.length()) : text);
    } catch (IllegalArgumentException e) {
      throw wrong("--addr: " + e.getMessage());
    }
  }

  Access access() throws IOException {
    long urls = addresses.stream().filter(text -> text.startsWith(HTTPS)).count();
    if (authority == null && urls > 0 && urls < addresses.size() + numbers.size()) {
      throw wrong("--addr: expected https:// in front of every address, or of none");
    }
    Log log = new Log(Log.Level.WARN, System.err);
    return new Access(
        authority != null || urls > 0,
        authority == null ? null : Authorities.in(authority),
        token == null ? null : BearerToken.read(log, new NamedFile("--bearer-token", token)));
  }

  private ParameterException wrong(String text) {
    return new ParameterException(spec.commandLine(), text);
  }
}
