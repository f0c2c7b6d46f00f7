package dev.tattle.sim;

import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/**
 * One node's disk on virtual time. What is written survives a crash once it is synced; of what is
 * written and not synced, a crash leaves the first few records, at random, as a torn tail is cut.
 * One sync at a time is under way, and covers all that was written before it began.
 *
 * <p>It also holds the messages that may not be seen before the records that were written before
 * them. So a crash can fall between a write and its sync, and between any two effects.
 *
 * <p>Thread rule: the scheduler's thread.
 */
public final class SimulatedDisk {
  /** How long a sync takes on average while all is well, as on a solid-state disk. */
  public static final long USUAL_SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String FULL = "no space is left on the disk; free some, and it goes on";

  /** Whose disk it is. */
  interface Owner {
    /** Runs what the process does when the disk answers: at once, or when it no longer stands. */
    void whenRunning(Runnable event);

    /** All records before this message are on the disk. */
    void send(Effect.Send send);

    /** Records could not be written; these effects, from the first of them on, are dropped. */
    void onDiskFailure(String why, List<Effect> dropped);

    /** After a failure: records can be written again. */
    void onDiskWorks();
  }

  /**
   * A message that waits.
   *
   * @param after how many records were ever written before it
   */
  private record Held(Effect.Send send, long after) {}

  private final Scheduler scheduler;
  private final SplittableRandom random;
  private final Deque<Effect> unsynced = new ArrayDeque<>();
  private final Deque<Held> held = new ArrayDeque<>();
  private List<Json> kept = new ArrayList<>();
  private long written;
  private long synced;
  private boolean isSyncing;
  private boolean isFull;
  private long meanSyncNanos = USUAL_SYNC_NANOS;

  /** Which process uses it: what the disk says to an earlier one is void. */
  private long session;

  /** An empty disk. */
  public SimulatedDisk(Scheduler scheduler, SplittableRandom random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /** From now on a sync takes so long on average. */
  public void setMeanSync(long nanos) {
    meanSyncNanos = nanos;
  }

  /** From now on nothing can be written, or can be again. */
  public void setFull(boolean full) {
    isFull = full;
  }

  /** What a node finds that starts now, oldest first. */
  List<Json> kept() {
    return Collections.unmodifiableList(kept);
  }

  /** True where a record was written that is not on the disk yet. */
  boolean isBehind() {
    return written > synced;
  }

  /** Writes an append or a checkpoint. */
  void write(Effect record, Owner owner) {
    unsynced.add(record);
    written++;
    if (!isSyncing) {
      sync(owner);
    }
  }

  /** The message is sent when all records that were written before it are on the disk. */
  void hold(Effect.Send send) {
    held.add(new Held(send, written));
  }

  /**
   * The process ends. Some of what is not synced reaches the disk, and some of what may be seen
   * then was just sent.
   *
   * @return the messages that the process sent before its end
   */
  List<Effect.Send> crash() {
    synced += keepSome();
    List<Effect.Send> sent = new ArrayList<>();
    for (Held next : held) {
      if (next.after <= synced) {
        sent.add(next.send);
      }
    }
    List<Effect.Send> first = sent.subList(0, random.nextInt(sent.size() + 1));
    forget();
    return first;
  }

  private void sync(Owner owner) {
    isSyncing = true;
    long upTo = written;
    long asked = session;
    // Exponential, and never at once: 1 - [0, 1) is above 0.
    long nanos = 1 + (long) (-Math.log(1 - random.nextDouble()) * meanSyncNanos);
    scheduler.after(nanos, () -> ifCurrent(asked, owner, () -> onSynced(upTo, owner)));
  }

  private void ifCurrent(long asked, Owner owner, Runnable event) {
    if (asked == session) {
      owner.whenRunning(
          () -> {
            if (asked == session) {
              event.run();
            }
          });
    }
  }

  private void onSynced(long upTo, Owner owner) {
    isSyncing = false;
    if (isFull) {
      fail(owner);
      return;
    }
    while (synced < upTo) {
      keep(unsynced.remove());
      synced++;
    }
    while (!held.isEmpty() && held.element().after <= synced) {
      owner.send(held.remove().send);
    }
    if (isBehind()) {
      sync(owner);
    }
  }

  private void fail(Owner owner) {
    keepSome();
    List<Effect> dropped = new ArrayList<>(unsynced);
    held.forEach(next -> dropped.add(next.send));
    forget();
    owner.onDiskFailure(FULL, dropped);
    probe(owner);
  }

  private void probe(Owner owner) {
    long asked = session;
    scheduler.after(
        PROBE_NANOS,
        () ->
            ifCurrent(
                asked,
                owner,
                () -> {
                  if (isFull) {
                    probe(owner);
                  } else {
                    owner.onDiskWorks();
                  }
                }));
  }

  /** Of what is not synced, the first few records reach the disk; returns how many. */
  private int keepSome() {
    int count = random.nextInt(unsynced.size() + 1);
    for (int i = 0; i < count; i++) {
      keep(unsynced.remove());
    }
    return count;
  }

  private void keep(Effect record) {
    if (record instanceof Effect.Append append) {
      kept.add(append.record());
    } else if (record instanceof Effect.Checkpoint checkpoint) {
      kept = new ArrayList<>(checkpoint.records());
    } else {
      throw Effect.unknown(record);
    }
  }

  private void forget() {
    unsynced.clear();
    held.clear();
    synced = written;
    isSyncing = false;
    session++;
  }
}
