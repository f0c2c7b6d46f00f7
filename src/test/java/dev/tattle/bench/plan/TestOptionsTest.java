package dev.tattle.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestOptionsTest {
  @Test
  void nodesAreNotNamedAsClientsServicesOrPathsAre() {
    assertThat(List.of("n0", "alice", "node-1.local", "c", "cat"))
        .allMatch(name -> TestOptions.isLegalName(new NodeId(name)));
    assertThat(List.of("c0", "c12", "seq-kv", "a/b", "..", "n 1"))
        .noneMatch(name -> TestOptions.isLegalName(new NodeId(name)));
  }
}
