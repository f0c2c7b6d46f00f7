package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in the consensus: its term, vote and log, and how far the log is committed.
 * {@link Following}, {@link Elections} and {@link Leadership} hold what a node does as a follower,
 * in an election and as a leader. This class changes the state that they share.
 *
 * <p>A handler keeps records before it changes anything, because the disk may refuse.
 *
 * <p>Thread rule: as for all cores, one thread.
 */
final class Raft {
  /** Gets the committed commands. */
  interface Owner {
    /** Applies a command that is committed; all earlier ones were applied. */
    void apply(long index, Json command, Outbox out);

    /** The state after all applied commands, in parts that each fit into a message. */
    List<Json> snapshot();

    /** Replaces the owner's state. */
    void restore(List<Json> parts, Outbox out);

    /** Allows the reads of this ticket once this index is applied. */
    void readable(long ticket, long index);
  }

  private final Environment environment;
  private final Owner owner;
  private final RaftSettings settings;
  private final Witness witness;
  private final RaftRecords records;
  private final RaftLog log;
  private final Committed committed;
  private final Elections elections;
  private final Following following;

  private long term;
  private @Nullable NodeId vote;
  private @Nullable NodeId leader;
  private @Nullable Leadership leading;

  /**
   * Makes a node from its records.
   *
   * @param initial the members, if there are no records
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   */
  Raft(
      Environment environment,
      Owner owner,
      RaftRecords records,
      Members initial,
      RaftSettings settings,
      Witness witness) {
    this.environment = environment;
    this.owner = owner;
    this.settings = settings;
    this.witness = witness;
    this.records = records;
    log = new RaftLog(initial);
    records.restore(log);
    term = records.term();
    vote = records.vote();
    committed = new Committed(this, log, owner, settings, witness);
    elections = new Elections(environment, this, log, settings);
    following = new Following(this, log);
  }

  void onStart(Outbox out) {
    records.onStart(out);
    committed.onStart(out);
    elections.onStart(out);
    assert checkInvariants();
  }

  NodeId self() {
    return environment.self();
  }

  long nowNanos() {
    return environment.nowNanos();
  }

  long term() {
    return term;
  }

  /** The node that got this node's vote in this term; null for none. */
  @Nullable NodeId vote() {
    return vote;
  }

  /** The index up to which all entries are committed, as far as this node knows, and applied. */
  long commit() {
    return committed.index();
  }

  /** The leader, as far as this node knows; null for none. */
  @Nullable NodeId leader() {
    return leader;
  }

  RaftLog log() {
    return log;
  }

  /** True if this node reaches no majority, as far as it knows. */
  boolean isCutOff() {
    return elections.isCutOff();
  }

  /** This node's work as the leader; null if it does not lead. */
  @Nullable Leadership leading() {
    return leading;
  }

  void onMessage(NodeId from, RaftMessage message, Outbox out) {
    if (message instanceof RaftMessage.RequestVote request) {
      elections.onRequestVote(from, request, out);
    } else {
      if (message.term() > term) {
        adopt(message.term(), out);
      }
      if (message instanceof RaftMessage.Vote given) {
        elections.onVote(from, given, out); // A voter's term may be earlier in a trial.
      } else if (message.term() == term) {
        onCurrent(from, message, out);
      } else if (message.isFromLeader()) {
        // A leader of an earlier term learns of the later one from this.
        send(from, new RaftMessage.Rejected(term, 0, 0, Position.START), out);
      }
    }
    assert checkInvariants();
  }

  private void onCurrent(NodeId from, RaftMessage message, Outbox out) {
    if (message.isFromLeader()) {
      if (leading != null) {
        throw new AssertionError(from + " and " + self() + " lead term " + term);
      }
      leader = from;
      elections.heardLeader();
    }
    if (message instanceof RaftMessage.AppendEntries append) {
      following.onAppendEntries(from, append, out);
    } else if (message instanceof RaftMessage.InstallSnapshot part) {
      following.onInstallSnapshot(from, part, out);
    } else if (message instanceof RaftMessage.TimeoutNow) {
      elections.onTimeoutNow(out);
    } else if (message instanceof RaftMessage.ReadIndexed readable) {
      following.onCommitted(readable.index(), out);
      owner.readable(readable.ticket(), readable.index());
    } else if (leading != null) {
      leading.onMessage(from, message, out);
    }
  }

  void onTimer(RaftTimer timer, Outbox out) {
    switch (timer) {
      case ELECTION -> elections.onTimer(out);
      case HEARTBEAT -> {
        if (leading != null) {
          out.setTimer(RaftTimer.HEARTBEAT, settings.heartbeat());
          leading.onBeat(out);
        }
      }
      case SNAPSHOT -> committed.takeSnapshot(out);
      case PATIENCE, MEMBERS -> throw new AssertionError("the group handles " + timer);
    }
    assert checkInvariants();
  }

  void send(NodeId to, RaftMessage message, Outbox out) {
    out.send(to, message.toBody(records.kind()));
  }

  /** Moves to a later term (paper 5.1). */
  void adopt(long laterTerm, Outbox out) {
    keepTerm(laterTerm, null, out);
  }

  /** Votes, in this term or a later one. */
  void vote(long inTerm, NodeId candidate, Outbox out) {
    keepTerm(inTerm, candidate, out);
  }

  /** Notes a vote for this node in this term. */
  void voted(NodeId voter) {
    witness.onVote(voter, term, self());
  }

  private void keepTerm(long newTerm, @Nullable NodeId newVote, Outbox out) {
    if (newTerm == term && newVote != null && newVote.equals(vote)) {
      return;
    }
    assert newTerm > term || (newTerm == term && vote == null) : "a term or a vote is taken back";
    records.keepTerm(newTerm, newVote, out);
    if (newTerm > term) {
      step(null, out);
      following.begin();
    }
    term = newTerm;
    vote = newVote;
  }

  /** Begins to lead, or stops leading. No other method does either. */
  private void step(@Nullable Leadership into, Outbox out) {
    elections.end();
    if (into != null) {
      out.setTimer(RaftTimer.HEARTBEAT, settings.heartbeat());
    } else if (leading != null) {
      out.cancelTimer(RaftTimer.HEARTBEAT);
    }
    leading = into;
    leader = into == null ? null : self();
  }

  /** Leads, because this node was elected. Its first entry is empty (paper 8). */
  void lead(long patienceNanos, Outbox out) {
    witness.onVote(self(), term, self());
    witness.onLeader(self(), term, log);
    Leadership next = new Leadership(this, log, settings, patienceNanos);
    next.append(List.of(Entry.nothing(term)), self(), out);
    step(next, out);
  }

  void resign(Outbox out) {
    step(null, out);
    elections.resigned();
  }

  void forgetLeader() {
    leader = null;
  }

  /** Keeps entries and puts them in place of those from this index on. */
  void append(long at, List<Entry> entries, Outbox out) {
    records.keepEntries(at, entries, out);
    if (at <= log.lastIndex()) {
      log.truncate(at);
    }
    for (Entry entry : entries) {
      log.append(entry);
    }
  }

  /** Appends entries that the leader has sent. */
  void appendSent(long at, List<Entry> entries, Outbox out) {
    append(at, entries, out);
    witness.onEntries(self(), at, log);
  }

  /** Commits all entries up to this index. */
  void commitTo(long index, Outbox out) {
    committed.advance(index, out);
  }

  void install(Snapshot snapshot, Outbox out) {
    committed.install(snapshot, out);
  }

  void keepSnapshot(Snapshot snapshot, List<Entry> after, Outbox out) {
    records.keepSnapshot(snapshot, after, term, vote, out);
  }

  /** Asks for an index at which reads may be answered. Does nothing if nobody leads. */
  void read(long ticket, Outbox out) {
    if (leading != null) {
      leading.read(self(), ticket, out);
    } else if (leader != null) {
      send(leader, new RaftMessage.ReadIndex(term, ticket), out);
    }
  }

  /** Answers a read of this node or of another. */
  void answerRead(Reads.Read read, Outbox out) {
    if (read.reader().equals(self())) {
      owner.readable(read.ticket(), read.index());
    } else {
      send(read.reader(), new RaftMessage.ReadIndexed(term, read.ticket(), read.index()), out);
    }
  }

  private boolean checkInvariants() {
    assert commit() <= log.lastIndex() : "committed beyond the end of the log";
    assert leading == null || self().equals(leader) : "a leader that does not know it";
    assert leading == null || self().equals(vote) : "a leader that did not vote for itself";
    assert leading == null || leading.checkInvariants();
    return true;
  }
}
