package dev.tattle.runtime.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordFolderTest {
  @TempDir private Path parent;
  private final List<String> warnings = new ArrayList<>();

  private RecordFolder open() {
    return RecordFolder.open(RecordFolder.of(parent, "n1"), true, warnings::add);
  }

  private Path file(int number) {
    return parent.resolve("n1").resolve("records-" + number);
  }

  private static List<Json> records(long... numbers) {
    List<Json> records = new ArrayList<>();
    for (long number : numbers) {
      records.add(Json.object("n", Json.of(number), "text", Json.of("ä\n\u0000")));
    }
    return records;
  }

  private List<Json> kept() throws IOException {
    try (RecordFolder folder = open()) {
      return kept(folder);
    }
  }

  private static List<Json> kept(RecordFolder folder) {
    List<Json> kept = new ArrayList<>();
    folder.records().forEach(kept::add);
    return kept;
  }

  /** Two appends; returns where the second begins and ends. */
  private int[] twoAppends() throws IOException {
    try (RecordFolder folder = open()) {
      folder.append(records(1, 2));
      int first = (int) Files.size(file(0));
      folder.append(records(3));
      return new int[] {first, (int) Files.size(file(0))};
    }
  }

  @Test
  void newFolderIsEmpty() throws IOException {
    assertThat(kept()).isEmpty();
    assertThat(warnings).isEmpty();
  }

  @Test
  void recordsAreThereAgainInTheirOrder() throws IOException {
    twoAppends();
    assertThat(kept()).isEqualTo(records(1, 2, 3));
  }

  @Test
  void recordsCanBeReadWhileTheyAreKept() throws IOException {
    try (RecordFolder folder = open()) {
      folder.append(records(1));
      assertThat(kept(folder)).isEqualTo(records(1));
      folder.append(records(2));
      assertThat(kept(folder)).isEqualTo(records(1, 2));
    }
  }

  @Test
  void checkpointTakesThePlaceOfAllRecords() throws IOException {
    try (RecordFolder folder = open()) {
      folder.append(records(1, 2));
      folder.checkpoint(records(12));
      folder.append(records(3));
      assertThat(kept(folder)).isEqualTo(records(12, 3));
    }
    assertThat(kept()).isEqualTo(records(12, 3));
    assertThat(file(0)).doesNotExist();
  }

  @Test
  void checkpointLargerThanAFrameIsWhole() throws IOException {
    List<Json> many = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      many.add(Json.array(Json.of(i), Json.of("some text that takes a little room")));
    }
    try (RecordFolder folder = open()) {
      folder.checkpoint(many);
      folder.append(many);
    }
    assertThat(kept()).hasSize(200_000).startsWith(many.get(0)).endsWith(many.get(99_999));
  }

  @Test
  void unfinishedCheckpointIsIgnored() throws IOException {
    twoAppends();
    Files.write(parent.resolve("n1").resolve("records-1.new"), new byte[] {1, 2, 3});
    assertThat(kept()).isEqualTo(records(1, 2, 3));
    assertThat(parent.resolve("n1").resolve("records-1.new")).doesNotExist();
  }

  @Test
  void crashBetweenACheckpointAndTheEndOfTheOldFileIsHarmless() throws IOException {
    twoAppends();
    byte[] old = Files.readAllBytes(file(0));
    try (RecordFolder folder = open()) {
      folder.checkpoint(records(123));
    }
    Files.write(file(0), old);
    assertThat(kept()).isEqualTo(records(123));
  }

  @Test
  void tailThatIsTornAnywhereIsCutWithAWarning() throws IOException {
    int[] second = twoAppends();
    byte[] whole = Files.readAllBytes(file(0));
    for (int size = second[0] + 1; size < second[1]; size++) {
      warnings.clear();
      Files.write(file(0), Arrays.copyOf(whole, size));
      assertThat(kept()).as("cut at %d", size).isEqualTo(records(1, 2));
      assertThat(warnings)
          .containsExactly(
              "the last %d bytes of %s were never synced and were cut off"
                  .formatted(size - second[0], file(0)));
    }
    try (RecordFolder folder = open()) {
      folder.append(records(4));
    }
    assertThat(kept()).isEqualTo(records(1, 2, 4));
  }

  @Test
  void lastFrameWithAWrongBitIsCut() throws IOException {
    int[] second = twoAppends();
    byte[] whole = Files.readAllBytes(file(0));
    for (int place = second[0]; place < second[1]; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 4;
      Files.write(file(0), damaged);
      assertThat(kept()).as("byte %d", place).isEqualTo(records(1, 2));
    }
  }

  @Test
  void wrongBitInTheMiddleStopsTheNode() throws IOException {
    int[] second = twoAppends();
    byte[] whole = Files.readAllBytes(file(0));
    for (int place = 17; place < second[0]; place++) {
      byte[] damaged = whole.clone();
      damaged[place] ^= 4;
      Files.write(file(0), damaged);
      assertThatThrownBy(this::open)
          .as("byte %d", place)
          .isInstanceOf(DataFolderException.class)
          .hasMessageContaining(file(0) + " is damaged at byte 17")
          .hasMessageContaining("move it away and start the node with an empty one");
      assertThat(Files.readAllBytes(file(0))).as("it is left as it is").isEqualTo(damaged);
    }
  }

  @Test
  void laterFormatIsRefused() throws IOException {
    twoAppends();
    byte[] whole = Files.readAllBytes(file(0));
    whole[15] = '2';
    Files.write(file(0), whole);
    assertThatThrownBy(this::open)
        .isInstanceOf(DataFolderException.class)
        .hasMessageEndingWith(
            "has format 2, but this version reads format 1: use the version that wrote it");
  }

  @Test
  void folderIsForOneAtATime() throws IOException {
    RecordFolder first = open();
    assertThatThrownBy(this::open)
        .isInstanceOf(DataFolderException.class)
        .hasMessageContaining("is in use by another process: stop that one first");
    first.close();
    open().close();
  }

  @Test
  void folderThatCannotBeMadeIsRefused() throws IOException {
    Files.write(parent.resolve("n1"), new byte[0]);
    assertThatThrownBy(this::open)
        .isInstanceOf(DataFolderException.class)
        .hasMessageStartingWith("the data folder " + parent.resolve("n1") + " can't be used");
  }

  @Test
  void anyNameIsAFolder() {
    assertThat(RecordFolder.escaped("n1")).isEqualTo("n1");
    assertThat(RecordFolder.escaped("a.b-c_D")).isEqualTo("a.b-c_D");
    assertThat(RecordFolder.escaped("../ü")).isEqualTo("%2E.%2F%C3%BC");
  }

  @Test
  void writeThatFailsLeavesWhatWasSyncedAndTheNextOneWorks() throws IOException {
    FailingChannel.Switch full = new FailingChannel.Switch();
    RecordFolder folder =
        RecordFolder.open(
            parent.resolve("n1"),
            (path, options) -> new FailingChannel(FileChannel.open(path, options), full),
            true,
            warnings::add);
    folder.append(records(1));
    for (FailingChannel.Failure failure : FailingChannel.Failure.values()) {
      full.failure = failure;
      assertThatThrownBy(() -> folder.append(records(2))).as("%s", failure).hasMessage("full");
      assertThatThrownBy(folder::repair).hasMessage("full");
      assertThatThrownBy(() -> folder.checkpoint(records(5))).hasMessage("full");
      assertThat(kept(folder)).isEqualTo(records(1));
      full.failure = null;
      folder.repair();
    }
    folder.append(records(3));
    folder.close();
    assertThat(kept()).isEqualTo(records(1, 3));
    assertThat(warnings).isEmpty();
  }

  @Test
  void whatAFailedWriteLeftIsCutAtTheNextStart() throws IOException {
    twoAppends();
    Files.write(file(0), new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);
    assertThat(kept()).isEqualTo(records(1, 2, 3));
    assertThat(warnings).hasSize(1);
  }

  private RecordFolder openUnsynced() {
    return RecordFolder.open(RecordFolder.of(parent, "n1"), false, warnings::add);
  }

  /**
   * Leaves what a loss of power may leave: the disk has the end of the file, but not the part
   * before.
   */
  private void damageFrameBeforeTheLast(int frames) throws IOException {
    Path file = parent.resolve("n1/records-0");
    byte[] bytes = Files.readAllBytes(file);
    int frameBytes = (bytes.length - 17) / frames;
    bytes[bytes.length - frameBytes - frameBytes / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void whatWasNotSyncedIsCutWhereItIsTorn() throws IOException {
    RecordFolder folder = openUnsynced();
    folder.append(records(1));
    folder.sync();
    folder.append(records(2));
    folder.append(records(3));
    assertThat(kept(folder)).isEqualTo(records(1, 2, 3));
    folder.close();
    damageFrameBeforeTheLast(3);
    folder = openUnsynced();
    assertThat(kept(folder)).isEqualTo(records(1));
    assertThat(warnings).hasSize(1);
    folder.close();
  }

  @Test
  void folderThatIsSyncedAgainIsHeldToIt() throws IOException {
    openUnsynced().close();
    RecordFolder folder = open();
    folder.append(records(1));
    folder.append(records(2));
    folder.close();
    damageFrameBeforeTheLast(2);
    assertThatThrownBy(this::open).hasMessageContaining("is damaged");
    assertThatThrownBy(this::openUnsynced).hasMessageContaining("is damaged");
  }
}
