package dev.tattle.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.runtime.disk.RecordFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {
  @TempDir private Path parent;

  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private GroupCommit commit;
  private RecordFolder folder;

  @BeforeEach
  void open() {
    commit =
        new GroupCommit(
            parent,
            "",
            new Log(Log.Level.INFO, new PrintStream(logged, true, UTF_8)),
            Fsync.ALWAYS);
    folder = commit.open("n1");
  }

  @AfterEach
  void close() {
    commit.close();
  }

  private static Effect append(long record) {
    return new Effect.Append(Json.of(record));
  }

  private static Effect.Send message(String type) {
    return new Effect.Send(new NodeId("c1"), Body.of(type));
  }

  @Test
  void oneCommitWritesAllRecordsAndThenLetsTheMessagesGo() throws IOException {

    commit.add(append(1));
    commit.add(message("a"));
    commit.add(append(2));
    commit.add(message("b"));
    assertThat(folder.records()).isEmpty();
    assertThat(commit.commit(0)).containsExactly(message("a"), message("b"));
    assertThat(folder.records()).containsExactly(Json.of(1), Json.of(2));
    assertThat(commit.isEmpty()).isTrue();
  }

  @Test
  void checkpointReplacesWhatTheSameCommitAppendedBeforeIt() throws IOException {

    commit.add(append(1));
    commit.commit(0);
    commit.add(append(2));
    commit.add(new Effect.Checkpoint(List.of(Json.of(12))));
    commit.add(append(3));
    commit.commit(0);
    assertThat(folder.records()).containsExactly(Json.of(12), Json.of(3));
  }

  @Test
  void anotherIncarnationGoesOnWithTheFolder() {

    assertThat(commit.open("n1")).isSameAs(folder);
    assertThat(commit.open("n2")).isNotSameAs(folder);
    folder = commit.open("n1");
    assertThat(folder.records()).isEmpty();
  }

  @Test
  void afterAFailureTheDiskIsTriedOnceASecond() throws IOException {

    commit.add(append(1));
    commit.add(message("a"));
    folder.close(); // A disk that is gone.
    assertThatThrownBy(() -> commit.commit(0)).isInstanceOf(IOException.class);
    long now = TimeUnit.HOURS.toNanos(1);
    assertThat(commit.drop(now)).containsExactly(append(1), message("a"));
    assertThat(commit.isEmpty()).isTrue();
    assertThat(commit.isFailing()).isTrue();
    assertThat(commit.nanosUntilDue(now)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    now += TimeUnit.SECONDS.toNanos(1);
    assertThat(commit.hasRecovered(now)).isFalse();
    assertThat(commit.nanosUntilDue(now)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
  }

  @Test
  void whatIsHeldIsBounded() {

    for (int i = 0; !commit.isFull(); i++) {
      commit.add(append(i));
      assertThat(i).isLessThan(4_096);
    }
  }

  @Test
  void atIntervalsRecordsAreWrittenAtOnceAndSyncedWithinASecond() throws IOException {
    commit.close();
    Log log = new Log(Log.Level.INFO, new PrintStream(logged, true, UTF_8));
    commit = new GroupCommit(parent, "", log, Fsync.INTERVAL);
    folder = commit.open("n1");
    long second = TimeUnit.SECONDS.toNanos(1);
    assertThat(commit.isDue(0)).isFalse();
    commit.add(append(1));
    assertThat(commit.commit(0)).isEmpty();
    assertThat(folder.records()).containsExactly(Json.of(1));
    assertThat(commit.nanosUntilDue(0)).isEqualTo(second);
    commit.add(append(2));
    commit.commit(second / 2);
    assertThat(commit.nanosUntilDue(second / 2)).isEqualTo(second / 2);
    assertThat(commit.isDue(second)).isTrue();
    commit.commit(second);
    assertThat(commit.isDue(10 * second)).isFalse();
  }
}
