package dev.tattle.bench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final Instant FIRST = Instant.parse("2026-11-21T02:15:00.123Z");

  @TempDir Path root;

  @Test
  void runHasADirectoryOfItsTimeAndTheLatestLinks() throws Exception {
    RunFolder.create(root, "echo", FIRST);
    RunFolder second = RunFolder.create(root, "echo", FIRST.plusSeconds(1));
    assertThat(root.resolve("echo/20261121T021500.123Z")).isDirectory();
    assertThat(Files.isSameFile(root.resolve("latest"), second.directory())).isTrue();
    assertThat(Files.isSameFile(root.resolve("echo/latest"), second.directory())).isTrue();
    assertThat(Files.readSymbolicLink(root.resolve("latest"))).isRelative();
  }

  @Test
  void resultsAndHistoryAreWritten() throws Exception {
    RunFolder store = RunFolder.create(root, "echo", FIRST);
    store.writeResults(Json.object("valid?", Json.of(true)));
    store.writeHistory(
        List.of(
            new Operation(0, 7, Operation.Type.INVOKE, 3, "read", Json.NULL, null, true),
            new Operation(
                1, 8, Operation.Type.FAIL, 3, "read", Json.NULL, Json.of("net-timeout"), true),
            new Operation(
                2, 9, Operation.Type.INFO, Operation.NEMESIS, "stop", Json.NULL, null, false)));
    assertThat(root.resolve("latest/results.json")).content().contains("\"valid?\" : true");
    assertThat(Files.readAllLines(root.resolve("latest/history.jsonl")))
        .containsExactly(
            "{\"index\":0,\"time\":7,\"type\":\"invoke\",\"process\":3,\"f\":\"read\","
                + "\"value\":null,\"final?\":true}",
            "{\"index\":1,\"time\":8,\"type\":\"fail\",\"process\":3,\"f\":\"read\","
                + "\"value\":null,\"final?\":true,\"error\":\"net-timeout\"}",
            "{\"index\":2,\"time\":9,\"type\":\"info\",\"process\":\"nemesis\",\"f\":\"stop\","
                + "\"value\":null}");
  }

  /** As on a full disk. */
  @Test
  void whatCannotBeWrittenIsToldAndTakenAway() throws Exception {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is a device that is always full");
    RunFolder store = RunFolder.create(root, "echo", FIRST);
    Path results = Files.createSymbolicLink(store.directory().resolve("results.json"), full);
    store.writeResults(Json.object("valid?", Json.of(true)));
    store.writeHistory(List.of());
    assertThat(store.failures()).hasSize(1);
    assertThat(store.failures().get(0)).hasMessageContaining(results.toString());
    assertThat(Files.exists(results, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(store.directory().resolve("history.jsonl")).isRegularFile();
  }

  @Test
  void folderThatIsMissingBreaksNothing() {
    RunFolder store = RunFolder.missing(root.resolve("nowhere"));
    store.writeReport("<html>");
    assertThat(store.failures()).hasSize(1);
  }
}
