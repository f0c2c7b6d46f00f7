package dev.tattle.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes with a data folder keep what they have acknowledged. */
@Timeout(120)
class DurableNodeIT {
  private static final int KILLS = 5;
  private static final int ADDS = 400;

  @TempDir private Path directory;

  private RunningNode start() throws IOException {
    return RunningNode.start(
        directory, "--workload", "g-set", "--data-dir", directory.resolve("data").toString());
  }

  private static Body add(long element) {
    return Body.of("add", "element", Json.of(element)).withMsgId(element);
  }

  @Test
  void nothingThatWasAcknowledgedIsLostByKills() throws Exception {
    Set<Json> acknowledged = new LinkedHashSet<>();
    long next = 1;
    for (int kill = 0; kill < KILLS; kill++) {
      try (RunningNode node = start()) {
        node.init();
        for (int i = 0; i < ADDS; i++) {
          node.send(add(next++));
        }
        // It is killed, by close, while it works on the other half.
        for (int i = 0; i < ADDS / 2; i++) {
          Body reply = node.next().body();
          assertThat(reply.type()).isEqualTo("add_ok");
          acknowledged.add(Json.of(reply.inReplyTo()));
        }
      }
    }
    try (RunningNode node = start()) {
      node.init();
      assertThat(node.call(Body.of("read").withMsgId(next)).array("value"))
          .containsAll(acknowledged)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void folderThatIsInUseIsRefused() throws Exception {
    try (RunningNode first = start()) {
      first.init();
      try (RunningNode second = start()) {
        Body refusal = second.call(RunningNode.initBody(3));
        assertThat(refusal.text("text")).contains("is in use by another process");
        assertThat(second.await()).isEqualTo(1);
      }
      assertThat(first.call(add(1)).type()).isEqualTo("add_ok");
    }
  }

  @Test
  void damagedFolderStopsTheNodeAndSaysWhatToDo() throws Exception {
    try (RunningNode node = start()) {
      node.init();
      node.call(add(1));
      node.call(add(2));
    }
    Path file = directory.resolve("data").resolve("n0").resolve("records-0");
    byte[] damaged = Files.readAllBytes(file);
    damaged[40] ^= 1;
    Files.write(file, damaged);
    try (RunningNode node = start()) {
      Body refusal = node.call(RunningNode.initBody(3));
      assertThat(refusal.text("text"))
          .contains("is damaged at byte")
          .contains("move it away and start the node with an empty one");
      assertThat(node.await()).isEqualTo(1);
    }
  }
}
