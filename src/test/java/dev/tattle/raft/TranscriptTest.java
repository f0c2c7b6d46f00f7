package dev.tattle.raft;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Compares what small groups send and keep with transcripts, word by word. {@code
 * -Dtattle.rewrite=true} rewrites the transcripts: read what has changed in them.
 */
class TranscriptTest {
  private static final Path FOLDER = Path.of("src/test/resources/raft");
  private static final RaftSettings SETTINGS = RaftSettings.DEFAULT;

  private static void hold(String name, Transcript transcript) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("tattle.rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, transcript.text());
    }
    assertThat(transcript.text()).isEqualTo(Files.readString(file));
  }

  /** Three nodes, of which n0 leads. */
  private static Transcript settled(RaftSettings settings) {
    Transcript transcript = new Transcript(3, settings);
    transcript.start();
    transcript.run(120);
    return transcript;
  }

  @Test
  void firstElection() throws IOException {
    Transcript transcript = new Transcript(3, SETTINGS);
    transcript.start();
    transcript.run(320);
    hold("first-election", transcript);
  }

  @Test
  void writeAndReadAtAFollower() throws IOException {
    Transcript transcript = settled(SETTINGS);
    transcript.note("A write at a follower: four messages until its client is answered.");
    transcript.write("n1", "a");
    transcript.run(45);
    transcript.note("A read at a follower: two messages.");
    transcript.read("n2");
    transcript.run(25);
    transcript.note("At the leader: a round of heartbeats.");
    transcript.write("n0", "b");
    transcript.read("n0");
    transcript.run(35);
    hold("write-and-read", transcript);
  }

  @Test
  void conflictingLogIsOverwritten() throws IOException {
    Transcript transcript = settled(SETTINGS);
    transcript.cutOff("n0");
    transcript.note("Nobody gets what the leader appends.");
    transcript.write("n0", "lost");
    transcript.write("n0", "too");
    transcript.run(420);
    transcript.note("The others have a leader of their own, and a log that goes on otherwise.");
    transcript.write("n1", "kept");
    transcript.run(60);
    transcript.heal();
    transcript.run(85);
    transcript.note("The clients of n0 are answered, as their writes are sent again.");
    transcript.run(60);
    hold("conflicting-log", transcript);
  }

  @Test
  void slowFollowerGetsASnapshot() throws IOException {
    Transcript transcript = settled(SETTINGS.withSnapshotsAfter(4, 1));
    transcript.cutOff("n2");
    for (String what : new String[] {"a", "b", "c"}) {
      transcript.write("n0", what);
      transcript.run(25);
    }
    transcript.heal();
    transcript.run(250);
    hold("snapshot", transcript);
  }

  @Test
  void allRestartFromTheirDisks() throws IOException {
    Transcript transcript = settled(SETTINGS.withSnapshotsAfter(4, 1));
    for (String what : new String[] {"a", "b", "c", "d"}) {
      transcript.write("n0", what);
      transcript.run(45);
    }
    transcript.note("All at once.");
    transcript.crash("n0");
    transcript.crash("n1");
    transcript.crash("n2");
    transcript.run(100);
    transcript.start();
    transcript.run(380);
    transcript.read("n1");
    transcript.run(45);
    hold("restart", transcript);
  }

  @Test
  void leaderCrashesAndComesBack() throws IOException {
    Transcript transcript = settled(SETTINGS);
    transcript.write("n1", "a");
    transcript.run(15);
    transcript.note("The leader has the write; nobody else has.");
    transcript.crash("n0");
    transcript.run(500);
    transcript.start("n0");
    transcript.run(250);
    hold("leader-crashes", transcript);
  }

  @Test
  void membersChange() throws IOException {
    Transcript transcript = new Transcript(4, 3, SETTINGS);
    transcript.start();
    transcript.run(120);
    transcript.write("n1", "a");
    transcript.run(45);
    transcript.note("n3 takes the place of n1: it learns, it votes, then n1 goes.");
    transcript.moveTo("n0", "n0", "n2", "n3");
    transcript.run(500);
    transcript.note("The leader itself goes: when that is committed, it resigns.");
    transcript.moveTo("n0", "n2", "n3");
    transcript.run(900);
    transcript.write("n2", "b");
    transcript.run(45);
    hold("members", transcript);
  }

  @Test
  void leaderHandsOver() throws IOException {
    Transcript transcript = settled(SETTINGS);
    transcript.transfer("n0", "n2");
    transcript.run(60);
    hold("hand-over", transcript);
  }
}
