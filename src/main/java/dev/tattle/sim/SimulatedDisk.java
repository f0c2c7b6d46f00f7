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
 * One node's disk on virtual time. A synced record survives a crash. Of the records that are
 * written but not synced, a random number of the first ones survive, as after a torn write. One
 * sync runs at a time, and it covers all records that were written before it began.
 *
 * <p>The disk also holds back each message until the records written before it are synced. So a
 * crash can fall between a write and its sync, and between any two effects.
 *
 * <p>Thread rule: the scheduler's thread.
 */
public final class SimulatedDisk {
  /** The mean time of a sync without faults, in nanoseconds, as on a solid-state disk. */
  public static final long USUAL_SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String FULL = "no space is left on the disk; free some, and it goes on";

  /** The process that uses the disk. */
  interface Owner {
    /** Runs what the process does when the disk answers: at once, or after the end of a pause. */
    void whenRunning(Runnable event);

    /** Sends a message: all records before it are on the disk. */
    void send(Effect.Send send);

    /** Reports that records could not be written. The disk drops these effects, oldest first. */
    void onDiskFailure(String why, List<Effect> dropped);

    /** Reports that records can be written again after a failure. */
    void onDiskWorks();
  }

  /**
   * A message that waits.
   *
   * @param after the number of records that were ever written before the message
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

  /** Numbers the processes that used this disk: answers to an earlier process are void. */
  private long session;

  /** An empty disk. */
  public SimulatedDisk(Scheduler scheduler, SplittableRandom random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  /** Sets the mean time of a sync from now on, in nanoseconds. */
  public void setMeanSync(long nanos) {
    meanSyncNanos = nanos;
  }

  /** Sets whether the disk is full. A full disk fails every sync. */
  public void setFull(boolean full) {
    isFull = full;
  }

  /** The records that a node finds when it starts now, oldest first. */
  List<Json> kept() {
    return Collections.unmodifiableList(kept);
  }

  /** True if a written record is not on the disk yet. */
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

  /** Sends the message once all records that were written before it are on the disk. */
  void hold(Effect.Send send) {
    held.add(new Held(send, written));
  }

  /**
   * Ends the process. A random number of unsynced records still reach the disk; of the messages
   * that may be sent then, a random number of the first ones are sent.
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
    // Exponential, but never 0: 1 - [0, 1) is above 0, and 1 ns is added.
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

  /** Moves a random number of the first unsynced records to the disk; returns how many. */
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
