package dev.tattle.raft;

import static dev.tattle.raft.RaftTester.N0;
import static dev.tattle.raft.RaftTester.N1;
import static dev.tattle.raft.RaftTester.N2;
import static dev.tattle.raft.RaftTester.SETTINGS;
import static dev.tattle.raft.RaftTester.THREE;
import static dev.tattle.raft.RaftTester.append;
import static dev.tattle.raft.RaftTester.at;
import static dev.tattle.raft.RaftTester.entry;
import static dev.tattle.raft.RaftTester.send;
import static dev.tattle.raft.RaftTester.sent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.core.RequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of snapshots: section 7 of the paper. */
class SnapshotRulesTest {
  private static final Position START = Position.START;
  private static final Effect TIMER = new Effect.SetTimer(RaftTimer.SNAPSHOT, Duration.ZERO);

  /** A follower of n0 in term 1 that takes a snapshot after three entries. */
  private static RaftTester follower(Entry... entries) {
    RaftTester follower = new RaftTester("n1", THREE, SETTINGS.withSnapshotsAfter(3, 0));
    follower.receive(N0, append(1, 0, START, 0, entries));
    return follower;
  }

  /** One that has committed a, b and c, and has d. */
  private static RaftTester followerOfFour() {
    RaftTester follower = follower(entry(1, "a"), entry(1, "b"), entry(1, "c"), entry(1, "d"));
    assertThat(follower.receive(N0, append(1, 1, at(4, 1), 3))).contains(TIMER);
    return follower;
  }

  private static RaftMessage part(Position last, int part, int parts, String content) {
    return new RaftMessage.InstallSnapshot(1, 0, last, THREE, part, parts, Json.of(content));
  }

  private static Effect checkpoint(Position last, List<String> parts, Json... after) {
    List<Json> records = new ArrayList<>();
    records.add(Json.object("of", Json.of("test")));
    records.add(
        Json.object(
            "snapshot", Json.array(last.toJson(), THREE.toJson()), "parts", Json.of(parts.size())));
    parts.forEach(part -> records.add(Json.object("part", Json.of(part))));
    records.add(Json.object("term", Json.of(1), "vote", Json.NULL));
    records.addAll(List.of(after));
    return new Effect.Checkpoint(records);
  }

  private static Json entries(long at, Entry entry) {
    return Json.object("at", Json.of(at), "entries", Json.array(entry.toJson()));
  }

  private static Effect keptPart(long index, long next) {
    return send(N0, new RaftMessage.PartKept(1, 0, index, next));
  }

  @Test
  void whatIsAppliedBecomesASnapshotAndWhatFollowsStays() {
    assertThat(followerOfFour().fire(RaftTimer.SNAPSHOT))
        .containsExactly(checkpoint(at(3, 1), List.of("a", "b", "c"), entries(4, entry(1, "d"))));
  }

  @Test
  void restartedNodeBeginsWithItsSnapshot() {
    RaftTester follower = followerOfFour();
    follower.fire(RaftTimer.SNAPSHOT);
    follower.restart();
    assertThat(follower.snapshot()).containsExactly(Json.of("a"), Json.of("b"), Json.of("c"));
    assertThat(follower.raft().commit()).isEqualTo(3);
    follower.receive(N0, append(1, 2, at(4, 1), 4));
    assertThat(follower.snapshot()).endsWith(Json.of("d"));
  }

  /** Few entries that weigh much fill a memory too. */
  @Test
  void snapshotIsDueByWeightToo() {
    RaftTester follower = new RaftTester("n1", THREE, SETTINGS.withBytes(Long.MAX_VALUE, 1_000));
    Entry heavy = entry(1, "a".repeat(600));
    assertThat(follower.receive(N0, append(1, 0, START, 1, heavy))).doesNotContain(TIMER);
    assertThat(follower.receive(N0, append(1, 1, at(1, 1), 2, heavy))).contains(TIMER);
    follower.fire(RaftTimer.SNAPSHOT);
    assertThat(follower.receive(N0, append(1, 2, at(2, 1), 4, heavy, heavy)))
        .as("1,200 bytes weigh no less than the snapshot of as many")
        .contains(TIMER);
    follower.fire(RaftTimer.SNAPSHOT);
    assertThat(follower.receive(N0, append(1, 3, at(4, 1), 6, heavy, heavy)))
        .as("the next snapshot is of 2,400")
        .doesNotContain(TIMER);
  }

  /** The entries are applied all the same, so the node takes the snapshot later. */
  @Test
  void snapshotThatTheDiskRefusesIsTakenLater() {
    RaftTester follower = followerOfFour();
    follower.refuseRecords("full");
    assertThatThrownBy(() -> follower.fire(RaftTimer.SNAPSHOT))
        .isInstanceOf(RequestException.class);
    follower.refuseRecords(null);
    assertThat(follower.fire(RaftTimer.SNAPSHOT)).hasSize(1);
  }

  // A leader.

  /** It has a snapshot of a and b; n2 has all, n1 has not said anything. */
  private static RaftTester leader(int kept) {
    RaftTester leader = new RaftTester("n0", THREE, SETTINGS.withSnapshotsAfter(3, kept));
    leader.elect();
    leader.command("a");
    leader.command("b");
    leader.receive(N2, new RaftMessage.Appended(1, 0, 3));
    leader.fire(RaftTimer.SNAPSHOT);
    leader.fire(RaftTimer.HEARTBEAT);
    return leader;
  }

  private static Effect sentPart(long round, int part, String content) {
    return send(
        N1, new RaftMessage.InstallSnapshot(1, round, at(3, 1), THREE, part, 2, Json.of(content)));
  }

  @Test
  void followerThatNeedsWhatIsGoneIsSentTheSnapshotPartByPart() {
    RaftTester leader = leader(0);
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT))).contains(sentPart(2, 0, "a"));
    assertThat(sent(leader.command("c")))
        .as("entries wait")
        .extracting(effect -> ((Effect.Send) effect).dest())
        .containsExactly(N2);
    assertThat(leader.receive(N1, new RaftMessage.PartKept(1, 2, 3, 1)))
        .containsExactly(sentPart(2, 1, "b"));
    assertThat(leader.receive(N1, new RaftMessage.PartKept(1, 2, 3, 1)))
        .as("that was known")
        .isEmpty();
    assertThat(sent(leader.receive(N1, new RaftMessage.Appended(1, 2, 3))))
        .as("then the entries after it")
        .containsExactly(send(N1, append(1, 2, at(3, 1), 3, entry(1, "c"))));
  }

  /** The follower's rejection shows that it lacks entries that the leader has dropped. */
  @Test
  void followerWhoseLogEndsBeforeTheLeadersBeginsIsSentTheSnapshot() {
    RaftTester leader = leader(0);
    leader.receive(N1, new RaftMessage.Rejected(2, 0, 0, START));
    leader.elect();
    assertThat(leader.receive(N1, new RaftMessage.Rejected(3, 0, 3, at(1, 1))))
        .containsExactly(
            send(N1, new RaftMessage.InstallSnapshot(3, 0, at(3, 1), THREE, 0, 2, Json.of("a"))));
  }

  @Test
  void lostPartIsSentAgainWithTheNextHeartbeat() {
    RaftTester leader = leader(0);
    leader.fire(RaftTimer.HEARTBEAT);
    leader.fire(RaftTimer.HEARTBEAT);
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT))).contains(sentPart(4, 0, "a"));
  }

  /** Some entries stay behind the snapshot: a snapshot costs more. */
  @Test
  void followerThatIsALittleBehindIsSentEntries() {
    RaftTester leader = leader(3);
    assertThat(sent(leader.fire(RaftTimer.HEARTBEAT)))
        .contains(send(N1, append(1, 2, START, 3, Entry.nothing(1), entry(1, "a"), entry(1, "b"))));
  }

  // A follower.

  /** It is on the disk before the leader hears of it. */
  @Test
  void followerTakesThePartsInOrder() {
    RaftTester follower = follower(entry(1, "x"));
    assertThat(follower.receive(N0, part(at(9, 1), 1, 2, "b"))).containsExactly(keptPart(9, 0));
    assertThat(follower.receive(N0, part(at(9, 1), 0, 2, "a"))).containsExactly(keptPart(9, 1));
    assertThat(follower.receive(N0, part(at(9, 1), 0, 2, "a"))).containsExactly(keptPart(9, 1));
    assertThat(follower.snapshot()).isEmpty();
    assertThat(follower.receive(N0, part(at(9, 1), 1, 2, "b")))
        .containsExactly(
            checkpoint(at(9, 1), List.of("a", "b")), send(N0, new RaftMessage.Appended(1, 0, 9)));
    assertThat(follower.snapshot()).containsExactly(Json.of("a"), Json.of("b"));
    assertThat(follower.raft().commit()).isEqualTo(9);
  }

  @Test
  void partOfALaterSnapshotBeginsAnew() {
    RaftTester follower = follower();
    follower.receive(N0, part(at(8, 1), 0, 2, "old"));
    assertThat(follower.receive(N0, part(at(9, 1), 1, 2, "b"))).containsExactly(keptPart(9, 0));
    follower.receive(N0, part(at(9, 1), 0, 2, "a"));
    follower.receive(N0, part(at(9, 1), 1, 2, "b"));
    assertThat(follower.snapshot()).containsExactly(Json.of("a"), Json.of("b"));
  }

  @Test
  void entriesThatFollowTheSnapshotStay() {
    RaftTester follower = follower(entry(1, "a"), entry(1, "b"));
    assertThat(follower.receive(N0, part(at(1, 1), 0, 1, "a")))
        .startsWith(checkpoint(at(1, 1), List.of("a"), entries(2, entry(1, "b"))));
    assertThat(follower.receive(N0, append(1, 1, at(2, 1), 2)))
        .containsExactly(send(N0, new RaftMessage.Appended(1, 1, 2)));
    assertThat(follower.snapshot()).containsExactly(Json.of("a"), Json.of("b"));
  }

  @Test
  void entriesOfAnotherLogGo() {
    RaftTester follower = follower(entry(1, "x"), entry(1, "y"));
    assertThat(follower.receive(N0, part(at(1, 2), 0, 1, "a")))
        .startsWith(checkpoint(at(1, 2), List.of("a")));
    assertThat(follower.receive(N0, append(1, 1, at(2, 1), 2)))
        .containsExactly(send(N0, new RaftMessage.Rejected(1, 1, 2, at(1, 2))));
  }

  @Test
  void snapshotOfWhatIsCommittedHereIsNotTaken() {
    RaftTester follower = followerOfFour();
    assertThat(follower.receive(N0, part(at(2, 1), 0, 1, "old")))
        .containsExactly(send(N0, new RaftMessage.Appended(1, 1, 3)));
    assertThat(follower.snapshot()).hasSize(3);
  }
}
