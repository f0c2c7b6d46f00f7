package dev.tattle.runtime.cluster.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.runtime.cluster.peer.HostPort;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final long SECOND = 1_000_000_000L;

  private final Registry registry = new Registry(Duration.ofSeconds(10));

  private String register(String cluster, String id, int port, long nowNanos) {
    return registry.register(cluster, id, new HostPort("localhost", port), nowNanos).orElseThrow();
  }

  private String listed(String cluster, long nowNanos) {
    StringBuilder text = new StringBuilder();
    for (Registered node : registry.list(cluster, nowNanos)) {
      text.append(node.id()).append('@').append(node.address().port()).append(' ');
    }
    return text.toString().strip();
  }

  @Test
  void nodesOfAClusterAreListedById() {
    register("a", "n2", 2, 0);
    register("a", "n1", 1, 0);
    register("b", "n1", 3, 0);
    assertThat(listed("a", 1)).isEqualTo("n1@1 n2@2");
    assertThat(listed("b", 1)).isEqualTo("n1@3");
    assertThat(listed("c", 1)).isEmpty();
  }

  @Test
  void aNodeIsListedUntilItsHeartbeatsStop() {
    String lease = register("a", "n1", 1, 0);
    assertThat(registry.heartbeat(lease, 9 * SECOND)).isPresent();
    assertThat(listed("a", 18 * SECOND)).isEqualTo("n1@1");
    assertThat(listed("a", 19 * SECOND)).isEmpty();
    assertThat(registry.heartbeat(lease, 19 * SECOND)).isEmpty();
  }

  @Test
  void aNodeThatRegistersAgainTakesTheOldPlace() {
    String before = register("a", "n1", 1, 0);
    register("a", "n1", 2, 1);
    assertThat(listed("a", 2)).isEqualTo("n1@2");
    register("a", "renamed", 2, 3);
    assertThat(listed("a", 4)).isEqualTo("renamed@2");
    registry.leave(before);
    assertThat(listed("a", 5)).isEqualTo("renamed@2");
    assertThat(registry.heartbeat(before, 6)).isEmpty();
  }

  @Test
  void aNodeThatLeavesIsGone() {
    registry.leave(register("a", "n1", 1, 0));
    assertThat(listed("a", 1)).isEmpty();
  }

  @Test
  void furtherNodesAreRefusedAtTheBound() {
    for (int i = 1; i <= Registry.MAX_NODES; i++) {
      register("a", "n" + i, i, 0);
    }
    HostPort more = new HostPort("localhost", 5_000);
    assertThat(registry.register("b", "n1", more, 1)).isEmpty();
    assertThat(registry.register("b", "n1", more, 10 * SECOND)).isPresent();
  }
}
