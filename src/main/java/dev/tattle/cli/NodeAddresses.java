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

/** Which nodes of the counter service are asked, and what they ask for. */
final class NodeAddresses {
  private static final int FIRST_PORT = 8_000;
  private static final int MAX_LOCAL = 99;
  private static final String HTTPS = "https://";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"--node-id", "--nodeId"},
      split = ",",
      paramLabel = "N",
      description = "nodes of this machine: 1 is at localhost:8001 (1)")
  private List<Integer> numbers = List.of();

  @Option(
      names = "--addr",
      split = ",",
      paramLabel = "HOST:PORT",
      description = "where nodes serve clients; https://HOST:PORT over TLS")
  private List<String> addresses = List.of();

  @Option(
      names = "--tls-ca",
      paramLabel = "PEM",
      description = "over TLS, to nodes with certificates of this authority (those of the JDK)")
  private @Nullable Path authority;

  @Option(
      names = "--bearer-token",
      paramLabel = "FILE",
      description = "with the token that nodes ask for")
  private @Nullable Path token;

  List<HostPort> all() {
    List<HostPort> nodes = new ArrayList<>();
    addresses.forEach(address -> nodes.add(address(address)));
    List<Integer> local = nodes.isEmpty() && numbers.isEmpty() ? List.of(1) : numbers;
    for (int number : local) {
      if (number < 1 || number > MAX_LOCAL) {
        throw wrong("--node-id: expected 1 to " + MAX_LOCAL + "; else name an --addr");
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
      throw wrong("--addr: expected https:// before all of them, or before none");
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
