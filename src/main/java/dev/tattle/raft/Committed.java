package dev.tattle.raft;

import dev.tattle.core.Outbox;
import java.time.Duration;
import java.util.List;

/**
 * Knows how far the log is committed. It applies committed entries at once. When they are many, it
 * replaces them in the log with a snapshot of the owner's state (paper 7).
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

  /** Begins with the snapshot on disk. */
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

  /** Applies all entries up to this index, because they are committed. */
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
      // Not here, because the disk may refuse, but the entries are applied already.
      isSnapshotDue = true;
      out.setTimer(RaftTimer.SNAPSHOT, Duration.ZERO);
    }
  }

  /**
   * True if much was applied, at least as many bytes as the snapshot has: a snapshot costs by its
   * size.
   */
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

  /** Replaces all that is here with a leader's snapshot, except the entries that follow it. */
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
