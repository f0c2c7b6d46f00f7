package dev.tattle.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each engine counts right, so that the comparison is with engines that work. */
@Execution(ExecutionMode.CONCURRENT)
class RivalsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private Path directory;

  private List<Rival> start(RivalKind kind, Map<String, Integer> ports) throws Exception {
    List<Rival> nodes = new ArrayList<>();
    for (String name : ports.keySet()) {
      nodes.add(kind.start(new RivalOptions(name, ports, directory.resolve(name))));
    }
    return nodes;
  }

  private static Map<String, Integer> freePorts() throws Exception {
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<ServerSocket> sockets = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      sockets.add(socket);
      ports.put("n" + i, socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }

  /** Asks until there is a leader. */
  private static Json ask(Rival node, Body question) throws Exception {
    long beganNanos = System.nanoTime();
    while (true) {
      CompletableFuture<Body> answer = new CompletableFuture<>();
      node.ask(question, Duration.ofSeconds(5), answer::complete);
      Body got = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (!got.type().equals("error") || System.nanoTime() - beganNanos > PATIENCE.toNanos()) {
        return got.has("value") ? got.json("value") : got.json("text");
      }
    }
  }

  @ParameterizedTest
  @EnumSource(RivalKind.class)
  void handsOutNumbersAtAllNodes(RivalKind kind) throws Exception {
    List<Json> numbers = new ArrayList<>();
    List<Rival> nodes = start(kind, freePorts());
    try {
      for (Rival node : nodes) {
        numbers.add(ask(node, Body.of("next", "strong", Json.of("tickets"))));
      }
      numbers.add(ask(nodes.get(0), Body.of("read", "strong", Json.of("tickets"))));
    } finally {
      for (Rival node : nodes) {
        node.close();
      }
    }
    assertThat(numbers).containsExactly(Json.of(1), Json.of(2), Json.of(3), Json.of(3));
  }
}
