package dev.tattle.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Compares what small clusters do with transcripts, word by word. {@code -Dtattle.rewrite=true}
 * rewrites the transcripts: read what has changed in them.
 */
class GossipTranscriptTest {
  private static final Path FOLDER = Path.of("src/test/resources/gossip");
  private static final GossipSettings DEFAULT = GossipSettings.of("words", Duration.ofMillis(240));
  private static final GossipSettings FAST = GossipSettings.of("words", Duration.ZERO);
  private static final GossipSettings FRUGAL = GossipSettings.of("words", Duration.ofMillis(1300));
  private static final GossipSettings ROUNDS =
      GossipSettings.inRounds("words", Duration.ofSeconds(1));

  private static void hold(String name, GossipTranscript transcript) throws IOException {
    Path file = FOLDER.resolve(name + ".txt");
    if (Boolean.getBoolean("tattle.rewrite")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, transcript.text());
    }
    assertThat(transcript.text()).isEqualTo(Files.readString(file));
  }

  private static GossipTranscript settled(int size, GossipSettings settings) {
    GossipTranscript transcript = new GossipTranscript(size, settings);
    transcript.settle();
    return transcript;
  }

  @Test
  void start() throws IOException {
    GossipTranscript transcript = new GossipTranscript(3, DEFAULT);
    transcript.note("Who starts asks its relay what there is; the relay asks all.");
    transcript.start();
    transcript.run(1_000);
    hold("start", transcript);
  }

  @Test
  void aHealthyRound() throws IOException {
    GossipTranscript transcript = settled(3, DEFAULT);
    transcript.note("A leaf sends at once. The relay gathers for 240 ms, and sends all at once.");
    transcript.add("n1", "a");
    transcript.run(100);
    transcript.add("n2", "b");
    transcript.run(50);
    transcript.add("n0", "c");
    transcript.run(600);
    transcript.note("Acknowledgements ride on what is new.");
    transcript.add("n1", "d");
    transcript.run(3_000);
    hold("healthy-default", transcript);
  }

  @Test
  void aHealthyRoundOfTheFastProfile() throws IOException {
    GossipTranscript transcript = settled(3, FAST);
    transcript.note("Straight to all. Nobody acknowledges to the sender but its relay.");
    transcript.add("n1", "a");
    transcript.run(150);
    transcript.note("What went to all in the last half second goes again.");
    transcript.add("n1", "b");
    transcript.run(4_000);
    hold("healthy-fast", transcript);
  }

  @Test
  void aHealthyRoundOfTheFrugalProfile() throws IOException {
    GossipTranscript transcript = settled(3, FRUGAL);
    transcript.note("A leaf gathers for 400 ms, the relay for 900 ms.");
    transcript.add("n1", "a");
    transcript.run(300);
    transcript.add("n1", "b");
    transcript.add("n2", "c");
    transcript.run(4_000);
    hold("healthy-frugal", transcript);
  }

  @Test
  void roundsOfACounter() throws IOException {
    GossipTranscript transcript = settled(3, ROUNDS);
    transcript.note("Leaves send once a round, together, and the relay answers with everybody's.");
    for (int i = 1; i <= 6; i++) {
      transcript.add("n1", "a" + i);
      transcript.add("n2", "b" + i);
      transcript.run(400);
    }
    transcript.run(1_000);
    hold("healthy-rounds", transcript);
  }

  @Test
  void aLostMessageShowsByTheNext() throws IOException {
    GossipTranscript transcript = settled(3, DEFAULT);
    transcript.note("a is lost.");
    transcript.loseNext("n1", "n0");
    transcript.add("n1", "a");
    transcript.run(50);
    transcript.note("b leaves a gap at n0, which says so at once.");
    transcript.add("n1", "b");
    transcript.run(1_500);
    hold("lost-message", transcript);
  }

  @Test
  void aLostMessageShowsByATimeOut() throws IOException {
    GossipTranscript transcript = settled(3, DEFAULT);
    transcript.note(
        "Nothing follows that would show the loss. An answer may wait 0.4 s for a ride.");
    transcript.loseNext("n1", "n0");
    transcript.add("n1", "a");
    transcript.run(2_500);
    hold("lost-message-alone", transcript);
  }

  @Test
  void aLostMessageOfTheFastProfile() throws IOException {
    GossipTranscript transcript = settled(3, FAST);
    transcript.note("n2 does not declare a to the relay in time, so the relay sends it.");
    transcript.loseNext("n1", "n2");
    transcript.add("n1", "a");
    transcript.run(2_500);
    hold("lost-message-fast", transcript);
  }

  @Test
  void aGapOfTheFastProfile() throws IOException {
    GossipTranscript transcript = settled(3, FAST);
    transcript.note("a and b are lost between n1 and n2.");
    for (String word : List.of("a", "b")) {
      transcript.loseNext("n1", "n2");
      transcript.add("n1", word);
      transcript.run(600);
    }
    transcript.note("c leaves a gap at n2, which tells the relay soon.");
    transcript.add("n1", "c");
    transcript.run(1_500);
    hold("gap-fast", transcript);
  }

  @Test
  void aRelayIsCutOffAndComesBack() throws IOException {
    relayIsCutOff("relay-cut-off", DEFAULT);
  }

  @Test
  void aRelayIsCutOffAndComesBackInTheFastProfile() throws IOException {
    relayIsCutOff("relay-cut-off-fast", FAST);
  }

  private static void relayIsCutOff(String name, GossipSettings settings) throws IOException {
    GossipTranscript transcript = settled(3, settings);
    transcript.note("Two attempts of n2 are in vain: it turns to n1, and goes on to probe n0.");
    transcript.cutOff("n0");
    transcript.add("n2", "a");
    transcript.run(4_000);
    transcript.note("What is new goes to n1 now.");
    transcript.add("n2", "b");
    transcript.add("n0", "c");
    transcript.run(1_000);
    transcript.note("The next probe is answered, and all return to n0.");
    transcript.heal();
    transcript.run(1_500);
    hold(name, transcript);
  }

  @Test
  void aNodeRestartsWithoutItsMemory() throws IOException {
    GossipTranscript transcript = settled(3, DEFAULT);
    transcript.note("The relay has a when n2 loses its memory.");
    transcript.add("n2", "a");
    transcript.run(1_000);
    transcript.note("Numbers from 201 on are those of another incarnation.");
    transcript.crash("n2");
    transcript.run(10);
    transcript.start("n2");
    transcript.run(300);
    transcript.add("n2", "b");
    transcript.run(2_000);
    hold("restart", transcript);
  }

  private static GossipTranscript withSomeWords(int size, String... members) {
    GossipTranscript transcript = new GossipTranscript(size, DEFAULT);
    transcript.members(members);
    transcript.settle();
    transcript.add("n1", "a");
    transcript.add("n2", "b");
    transcript.run(2_000);
    transcript.forget();
    return transcript;
  }

  @Test
  void aNodeJoins() throws IOException {
    GossipTranscript transcript = withSomeWords(4, "n0", "n1", "n2");
    transcript.note("n3 asks the relay, and the relay asks n3: one exchange, and it has all.");
    transcript.members("n0", "n1", "n2", "n3");
    transcript.start("n3");
    transcript.run(400);
    transcript.note("It takes part.");
    transcript.add("n3", "c");
    transcript.run(2_000);
    hold("join", transcript);
  }

  @Test
  void aNodeThatBecomesTheRelayJoins() throws IOException {
    GossipTranscript transcript = withSomeWords(4, "n1", "n2", "n3");
    transcript.note("All turn to n0, which is the first now. What waits at n1 goes there.");
    transcript.add("n2", "c");
    transcript.run(50);
    transcript.members("n0", "n1", "n2", "n3");
    transcript.start("n0");
    transcript.run(1_000);
    transcript.add("n3", "d");
    transcript.run(2_000);
    hold("relay-joins", transcript);
  }

  @Test
  void aNodeLeaves() throws IOException {
    GossipTranscript transcript = withSomeWords(3, "n0", "n1", "n2");
    transcript.note("n2 is sent nothing any more, and says nothing.");
    transcript.members("n0", "n1");
    transcript.add("n1", "c");
    transcript.run(4_000);
    hold("leave", transcript);
  }

  @Test
  void theRelayLeaves() throws IOException {
    GossipTranscript transcript = withSomeWords(4, "n0", "n1", "n2", "n3");
    transcript.note("n2 has sent c to n0 alone, which leaves with it: n2 tells the next relay.");
    transcript.add("n2", "c");
    transcript.run(50);
    transcript.members("n1", "n2", "n3");
    transcript.run(1_000);
    transcript.add("n3", "d");
    transcript.run(2_000);
    hold("relay-leaves", transcript);
  }

  @Test
  void nodesHearOfMembersOneAfterTheOther() throws IOException {
    GossipTranscript transcript = withSomeWords(4, "n0", "n1", "n2");
    transcript.note("n0 does not know n3 yet, and refuses it: n3 tries again.");
    transcript.membersAt("n3", List.of("n0", "n1", "n2", "n3"));
    transcript.start("n3");
    transcript.run(3_000);
    transcript.membersAt("n0", List.of("n0", "n1", "n2", "n3"));
    transcript.run(1_000);
    hold("members-one-by-one", transcript);
  }

  @Test
  void aMajorityIsCutOffFromTheRelay() throws IOException {
    majority("majority-default", DEFAULT);
  }

  @Test
  void aMajorityIsCutOffFromTheRelayInTheFastProfile() throws IOException {
    majority("majority-fast", FAST);
  }

  @Test
  void aMajorityIsCutOffFromTheRelayInTheFrugalProfile() throws IOException {
    majority("majority-frugal", FRUGAL);
  }

  private static void majority(String name, GossipSettings settings) throws IOException {
    GossipTranscript transcript = settled(5, settings);
    transcript.note("Each side has something that the other lacks.");
    transcript.cutOff("n0", "n1");
    transcript.add("n1", "a");
    transcript.add("n4", "b");
    transcript.run(4_000);
    transcript.note(
        "Whoever probes first finds out, and each side brings the other what it lacks.");
    transcript.heal();
    transcript.run(3_000);
    hold(name, transcript);
  }

  @Test
  void aRing() throws IOException {
    ring("ring-default", DEFAULT);
  }

  @Test
  void aRingInTheFastProfile() throws IOException {
    ring("ring-fast", FAST);
  }

  private static void ring(String name, GossipSettings settings) throws IOException {
    GossipTranscript transcript = settled(5, settings);
    transcript.note("n2 and n3 cannot reach the relay, n0; n1 and n4 can.");
    transcript.ring();
    transcript.add("n2", "a");
    transcript.run(5_000);
    transcript.note("The probes get through.");
    transcript.heal();
    transcript.run(2_000);
    hold(name, transcript);
  }
}
