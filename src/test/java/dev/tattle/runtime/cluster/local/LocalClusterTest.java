package dev.tattle.runtime.cluster.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.runtime.cluster.peer.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LocalClusterTest {
  private static final HostPort ADDRESS = new HostPort("localhost", 1);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;

  /** A process that lives until it is told to end, whatever its options. */
  private static final NodeStarter SLEEPER =
      new NodeStarter(List.of("/bin/sh", "-c", "exec sleep 60"), List.of());

  @Test
  void nodesAreKnownToTheNextCommand() throws Exception {
    LocalNode node = SLEEPER.start(folder, 1, List.of(ADDRESS));
    new StateFile(folder).write(List.of(node));
    LocalCluster cluster = LocalCluster.in(folder);
    assertThat(cluster.numbers()).containsExactly(1);
    assertThat(cluster.addresses()).containsExactly(ADDRESS);
    assertThat(cluster.isRunning()).isTrue();
    cluster.kill(Set.of(1));
    assertThat(cluster.isRunning()).isFalse();
    assertThat(cluster.status()).singleElement().extracting(NodeCondition::pid).isEqualTo(0L);
    assertThatThrownBy(() -> cluster.kill(Set.of(2))).hasMessageContaining("there is no node 2");
  }

  @Test
  void nodesAreEndedInOrder() throws Exception {
    LocalNode node = SLEEPER.start(folder, 1, List.of(ADDRESS));
    new StateFile(folder).write(List.of(node));
    LocalCluster.in(folder).stop();
    assertThat(node.isAlive()).isFalse();
  }

  @Test
  void anotherProcessOfTheSamePidIsNotTheNode() {
    ProcessHandle own = ProcessHandle.current();
    LocalNode now = LocalNode.of(1, ADDRESS, own);
    assertThat(now.isAlive()).isTrue();
    LocalNode before = new LocalNode(1, ADDRESS, own.pid(), now.startedMillis() - 1);
    assertThat(before.isAlive()).isFalse();
  }

  @Test
  void aZombieHasEnded() throws Exception {
    String[] command = {"/bin/sh", "-c", "sleep 0 & echo $!; exec sleep 60"};
    Process parent = new ProcessBuilder(command).start();
    try (BufferedReader out = parent.inputReader()) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      while (LocalNode.isRunning(child)) {
        Thread.sleep(10);
      }
      assertThat(child.isAlive()).as("its parent never asks how it ended").isTrue();
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  void aNodeThatDoesNotStartSaysWhy() throws Exception {
    NodeStarter broken =
        new NodeStarter(List.of("/bin/sh", "-c", "echo first; echo it is broken >&2"), List.of());
    LocalCluster cluster = LocalCluster.in(folder);
    assertThatThrownBy(() -> cluster.start(broken, List.of(ADDRESS), PATIENCE))
        .isInstanceOf(IOException.class)
        .hasMessage("node 1 has stopped: it is broken");
  }

  @Test
  void damagedStateIsRefused() throws Exception {
    assertThat(LocalCluster.in(folder.resolve("nothing")).numbers()).isEmpty();
    for (String damaged : List.of("", "{}", "[]", "{\"nodes\":[1]}", "{\"nodes\":[{}]}")) {
      Files.writeString(folder.resolve("cluster.json"), damaged);
      assertThatThrownBy(() -> LocalCluster.in(folder)).hasMessageContaining("is damaged");
    }
  }
}
