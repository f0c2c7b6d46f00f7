package dev.tattle.raft;

import dev.tattle.core.Outbox;
import java.time.Duration;
import java.util.List;

/**
 * How far the log is committed. What is committed is applied at once, and when that was much, a
 * snapshot of the owner's state takes its place in the log (paper 7).
 */
final class Committed {
  private final Raft raft;
  private final RaftLog log;
  private final Raft.Owner owner;
  private final RaftSettings settings;
  private final Witness witness;
  private long index;
  private long snapshotBytes;
  private boolean isSnapshotDue;

  Committed(Raft raft, RaftLog log, Raft.Owner owner, RaftSettings settings, Witness witness) {
    this.raft = raft;
    this.log = log;
    this.owner = owner;
    this.settings = settings;
    this.witness = witness;
  }

  /** Begins with the snapshot that was kept. */
  void onStart(Outbox out) {
    index = log.snapshot().last().index();
    snapshotBytes = log.snapshot().weight();
    if (index > 0) {
      owner.restore(log.snapshot().parts(), out);
    }
  }

  long index() {
    return index;
  }

  /** All entries up to this index are committed: applies them. */
  void advance(long upTo, Outbox out) {
    while (index < upTo) {
      index++;
      Entry entry = log.entry(index);
      witness.onApplied(raft.self(), raft.term(), index, entry, !raft.self().equals(raft.vote()));
      if (entry.kind() == Entry.Kind.COMMAND) {
        owner.apply(index, entry.payload(), out);
      }
    }
    if (!isSnapshotDue && isMuchSinceSnapshot()) {
      // Not here: the disk may refuse, and what was applied is applied.
      isSnapshotDue = true;
      out.setTimer(RaftTimer.SNAPSHOT, Duration.ZERO);
    }
  }

  /** Much, and no less than the snapshot itself, which costs as much as it weighs. */
  private boolean isMuchSinceSnapshot() {
    long last = log.snapshot().last().index();
    long bytes = log.bytes(last, index);
    boolean isMuch =
        index - last >= settings.entriesBeforeSnapshot() || bytes >= settings.bytesBeforeSnapshot();
    return isMuch && bytes >= snapshotBytes;
  }

  void takeSnapshot(Outbox out) {
    Snapshot snapshot = new Snapshot(log.at(index), log.membersAt(index), owner.snapshot());
    raft.keepSnapshot(snapshot, after(index), out);
    log.compact(snapshot, settings.entriesKept(), settings.bytesInFlight());
    snapshotBytes = snapshot.weight();
    isSnapshotDue = false;
  }

  /** A leader's snapshot takes the place of all that is here, but for what follows it. */
  void install(Snapshot snapshot, Outbox out) {
    long last = snapshot.last().index();
    assert last > index : "a snapshot of what is here";
    List<Entry> after = log.has(snapshot.last()) ? after(last) : List.of();
    raft.keepSnapshot(snapshot, after, out);
    log.reset(snapshot);
    for (Entry entry : after) {
      log.append(entry);
    }
    index = last;
    snapshotBytes = snapshot.weight();
    owner.restore(snapshot.parts(), out);
  }

  private List<Entry> after(long position) {
    return log.from(position + 1, Integer.MAX_VALUE, Long.MAX_VALUE);
  }
}
