package dev.tattle.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RandomJson;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Laws over random values: the log against its definition, codecs, majorities. */
class RaftLawsTest {
  private static final int SEEDS = 300;
  private static final int STEPS = 40;
  private static final Members INITIAL = members(3, 0);

  private static Members members(int voters, int learners) {
    return new Members(nodes(0, voters), nodes(voters, voters + learners));
  }

  private static List<NodeId> nodes(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> new NodeId("n" + i)).toList();
  }

  /** Draws the values that tests need. */
  private static final class Draw {
    private final SplittableRandom random;
    private final RandomJson json;

    Draw(long seed) {
      random = new SplittableRandom(seed);
      json = new RandomJson(seed);
    }

    boolean oneIn(int n) {
      return random.nextInt(n) == 0;
    }

    long upTo(long most) {
      return random.nextLong(most + 1);
    }

    Entry entry(long term) {
      return switch (random.nextInt(4)) {
        case 0 -> Entry.nothing(term);
        case 1 ->
            Entry.members(term, RaftLawsTest.members(1 + random.nextInt(5), random.nextInt(3)));
        default -> Entry.command(term, json.next());
      };
    }

    List<Entry> entries(long term) {
      return IntStream.range(0, random.nextInt(4)).mapToObj(i -> entry(term)).toList();
    }

    Position position() {
      return new Position(upTo(30), upTo(5));
    }

    List<Json> parts() {
      return IntStream.rangeClosed(0, random.nextInt(3)).mapToObj(i -> json.next()).toList();
    }
  }

  /**
   * All entries that ever existed, from index 1 on, and the part of them that a log has in memory.
   */
  private static final class NaiveLog {
    private final List<Entry> entries = new ArrayList<>();
    private long start;
    private long snapshot;

    long last() {
      return entries.size();
    }

    long term(long index) {
      return index == 0 ? 0 : entries.get((int) index - 1).term();
    }

    Position at(long index) {
      return new Position(index, term(index));
    }

    Members members(long index) {
      for (long i = index; i > 0; i--) {
        Entry entry = entries.get((int) i - 1);
        if (entry.kind() == Entry.Kind.MEMBERS) {
          return Members.fromJson(entry.payload());
        }
      }
      return INITIAL;
    }

    long bytes(long after, long upTo) {
      return entries.subList((int) after, (int) upTo).stream().mapToLong(Entry::weight).sum();
    }

    long agreeable(Position theirs) {
      for (long i = Math.min(theirs.index(), last()); i >= start; i--) {
        if (term(i) <= theirs.term()) {
          return i;
        }
      }
      return Math.min(theirs.index(), start - 1);
    }
  }

  private static void step(RaftLog log, NaiveLog naive, Draw draw) {
    long choice = draw.upTo(9);
    if (choice == 0 && naive.last() > naive.snapshot) {
      long from = naive.snapshot + 1 + draw.upTo(naive.last() - naive.snapshot - 1);
      log.truncate(from);
      naive.entries.subList((int) from - 1, naive.entries.size()).clear();
    } else if (choice == 1 && naive.last() > naive.snapshot) {
      naive.snapshot += 1 + draw.upTo(naive.last() - naive.snapshot - 1);
      long kept = draw.upTo(5);
      long keptBytes = draw.oneIn(2) ? Long.MAX_VALUE : draw.upTo(200);
      log.compact(snapshot(naive), kept, keptBytes);
      naive.start = Math.max(naive.start, naive.snapshot - kept);
      while (naive.bytes(naive.start, naive.snapshot) > keptBytes) {
        naive.start++;
      }
    } else if (choice == 2 && naive.last() > naive.snapshot) {
      naive.snapshot = naive.last();
      naive.start = naive.last();
      log.reset(snapshot(naive));
    } else {
      Entry entry = draw.entry(naive.term(naive.last()) + draw.upTo(1));
      log.append(entry);
      naive.entries.add(entry);
    }
  }

  private static Snapshot snapshot(NaiveLog naive) {
    return new Snapshot(naive.at(naive.snapshot), naive.members(naive.snapshot), List.of());
  }

  @Test
  void logIsWhatItsDefinitionSays() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Draw draw = new Draw(seed);
      RaftLog log = new RaftLog(INITIAL);
      NaiveLog naive = new NaiveLog();
      for (int i = 0; i < STEPS; i++) {
        step(log, naive, draw);
        assertSame(log, naive, draw, seed);
      }
    }
  }

  private static void assertSame(RaftLog log, NaiveLog naive, Draw draw, long seed) {
    assertThat(log.last()).as("seed %d", seed).isEqualTo(naive.at(naive.last()));
    assertThat(log.start()).as("seed %d", seed).isEqualTo(naive.at(naive.start));
    assertThat(log.members()).as("seed %d", seed).isEqualTo(naive.members(naive.last()));
    for (long i = naive.start; i <= naive.last(); i++) {
      assertThat(log.at(i)).as("seed %d", seed).isEqualTo(naive.at(i));
      assertThat(log.has(naive.at(i))).as("seed %d", seed).isTrue();
      assertThat(log.membersAt(i)).as("seed %d", seed).isEqualTo(naive.members(i));
      assertThat(log.bytes(i, naive.last()))
          .as("seed %d", seed)
          .isEqualTo(naive.bytes(i, naive.last()));
      assertThat(log.from(i + 1, 1_000, Long.MAX_VALUE))
          .as("seed %d", seed)
          .isEqualTo(naive.entries.subList((int) i, naive.entries.size()));
    }
    Position theirs = draw.position();
    assertThat(log.agreeable(theirs)).as("seed %d", seed).isEqualTo(naive.agreeable(theirs));
  }

  @Test
  void messagesAreReadAsTheyWereWritten() {
    for (long seed = 0; seed < SEEDS; seed++) {
      for (RaftMessage message : messages(new Draw(seed))) {
        Message received =
            new Message(new NodeId("n0"), new NodeId("n1"), message.toBody(Json.of("test")));
        assertThat(RaftGroup.isOurs(received.body().type())).isTrue();
        assertThat(RaftMessages.of(received)).as("seed %d", seed).isEqualTo(message);
      }
    }
  }

  private static List<RaftMessage> messages(Draw draw) {
    long term = draw.upTo(9);
    long round = draw.upTo(9);
    Members members = members(1 + (int) draw.upTo(4), (int) draw.upTo(2));
    return List.of(
        new RaftMessage.RequestVote(
            term, draw.position(), draw.upTo(9), draw.oneIn(2), draw.oneIn(2)),
        new RaftMessage.Vote(term, draw.upTo(9), draw.upTo(9), draw.oneIn(2), draw.oneIn(2)),
        new RaftMessage.AppendEntries(
            term, round, draw.position(), draw.entries(term), draw.upTo(9)),
        new RaftMessage.Appended(term, round, draw.upTo(9)),
        new RaftMessage.Rejected(term, round, draw.upTo(9), draw.position()),
        new RaftMessage.InstallSnapshot(
            term, round, draw.position(), members, draw.upTo(3), 4, draw.json.next()),
        new RaftMessage.PartKept(term, round, draw.upTo(9), draw.upTo(9)),
        new RaftMessage.ReadIndex(term, draw.upTo(9)),
        new RaftMessage.ReadIndexed(term, draw.upTo(9), draw.upTo(9)),
        new RaftMessage.TimeoutNow(term));
  }

  @Test
  void submissionsAreReadAsTheyWereWritten() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Draw draw = new Draw(seed);
      Submission submission =
          new Submission(
              "n0-" + seed,
              draw.upTo(9),
              draw.upTo(9),
              java.util.Map.of(draw.upTo(9), draw.json.next()));
      assertThat(Submission.fromJson(submission.toJson())).isEqualTo(submission);
    }
  }

  /** What a node of a group keeps, and what another finds that starts from it. */
  @Test
  void recordsGiveBackTermVoteAndLog() {
    for (long seed = 0; seed < SEEDS; seed++) {
      Draw draw = new Draw(seed);
      Disk disk = new Disk();
      RaftLog log = new RaftLog(INITIAL);
      long term = 0;
      @Nullable NodeId vote = null;
      for (int i = 0; i < STEPS; i++) {
        long choice = draw.upTo(5);
        if (choice == 0) {
          term++;
          vote = draw.oneIn(2) ? null : new NodeId("n" + draw.upTo(2));
          disk.records.keepTerm(term, vote, disk.effects);
        } else if (choice == 1 && log.lastIndex() > log.snapshot().last().index()) {
          long index =
              log.lastIndex() - draw.upTo(log.lastIndex() - log.snapshot().last().index() - 1);
          Snapshot snapshot = new Snapshot(log.at(index), log.membersAt(index), draw.parts());
          List<Entry> after = log.from(index + 1, 1_000, Long.MAX_VALUE);
          disk.records.keepSnapshot(snapshot, after, term, vote, disk.effects);
          log.compact(snapshot, 0, 0);
        } else {
          long at =
              log.lastIndex() + 1 - draw.upTo(log.lastIndex() - log.snapshot().last().index());
          List<Entry> entries = draw.entries(term);
          disk.records.keepEntries(at, entries, disk.effects);
          if (at <= log.lastIndex()) {
            log.truncate(at);
          }
          entries.forEach(log::append);
        }
        disk.assertRestores(log, term, vote);
      }
    }
  }

  /** A node's disk that keeps everything at once. */
  private static final class Disk {
    final Effects effects = new Effects();
    final RaftRecords records;
    private final FakeEnvironment environment = new FakeEnvironment("n0", "n0", "n1", "n2");

    Disk() {
      environment.disk = new ArrayList<>();
      effects.keepRecords(true);
      records = new RaftRecords(environment, Json.of("test"));
      records.restore(new RaftLog(INITIAL));
      records.onStart(effects);
    }

    void assertRestores(RaftLog log, long term, @Nullable NodeId vote) {
      List<Json> disk = new ArrayList<>((List<Json>) environment.kept());
      for (Effect effect : effects.drain()) {
        if (effect instanceof Effect.Append append) {
          disk.add(append.record());
        } else if (effect instanceof Effect.Checkpoint checkpoint) {
          disk = new ArrayList<>(checkpoint.records());
        }
      }
      environment.disk = disk;
      RaftRecords found = new RaftRecords(environment, Json.of("test"));
      RaftLog restored = new RaftLog(INITIAL);
      found.restore(restored);
      assertThat(found.term()).isEqualTo(term);
      assertThat(found.vote()).isEqualTo(vote);
      assertThat(restored.snapshot()).isEqualTo(log.snapshot());
      assertThat(restored.members()).isEqualTo(log.members());
      long first = log.start().index() + 1;
      assertThat(restored.from(first, 1_000, Long.MAX_VALUE))
          .isEqualTo(log.from(first, 1_000, Long.MAX_VALUE));
      assertThat(restored.last()).isEqualTo(log.last());
    }
  }

  /** Thesis 4.1: what makes changes of one voter at a time safe. */
  @Test
  void majoritiesOfGroupsThatDifferByOneVoterHaveANodeInCommon() {
    for (int voters = 1; voters <= 5; voters++) {
      Members before = members(voters, 1);
      for (Members after : List.of(before, before.withVoter(new NodeId("n" + voters)))) {
        int all = after.voters().size();
        for (int some = 0; some < 1 << all; some++) {
          for (int others = 0; others < 1 << all; others++) {
            if (isMajority(some, before) && isMajority(others, after)) {
              assertThat(some & others).isNotZero();
            }
          }
        }
      }
    }
  }

  /** The bits stand for n0, n1, … */
  private static boolean isMajority(int nodes, Members members) {
    Candidacy campaign = new Candidacy(1);
    for (int i = 0; i < 6; i++) {
      campaign.voted(new NodeId("n" + i), (nodes >> i & 1) == 1);
    }
    return campaign.isWon(members);
  }

  @Test
  void halfOfTheVotersIsNoMajority() {
    assertThat(IntStream.rangeClosed(1, 7).map(n -> members(n, 2).quorum()))
        .containsExactly(1, 2, 2, 3, 3, 4, 4);
  }
}
