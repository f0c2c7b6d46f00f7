package dev.tattle.bench.nemesis;

import dev.tattle.bench.history.FaultKind;
import dev.tattle.bench.history.History;
import dev.tattle.sim.Scheduler;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Starts and stops each kind of fault in turn, each at its own times. */
public final class Nemesis {
  /** Hears of the starts and stops of faults. */
  public interface Listener {
    void onFaultStart();

    /** A fault ended. */
    void onFaultStop();
  }

  private final Scheduler scheduler;
  private final History history;
  private final Listener listener;
  private final List<Track> tracks = new ArrayList<>();
  private boolean stopped;

  /**
   * Makes a nemesis that has not started.
   *
   * @param history records each start and stop
   * @param planned the faults of each kind, in the order of their times
   */
  public Nemesis(
      Scheduler scheduler,
      History history,
      Listener listener,
      Faults faults,
      Map<FaultKind, Iterator<PlannedFault>> planned) {
    this.scheduler = scheduler;
    this.history = history;
    this.listener = listener;
    planned.forEach((kind, acts) -> tracks.add(new Track(kind, faults.ofKind(kind), acts)));
  }

  public void start() {
    tracks.forEach(Track::next);
  }

  /** Stops for good; faults that are on stay on. */
  public void stop() {
    stopped = true;
  }

  public void heal() {
    tracks.forEach(Track::heal);
  }

  /** One kind of fault. */
  private final class Track {
    private final FaultKind kind;
    private final Fault fault;
    private final Iterator<PlannedFault> planned;
    private boolean isActive;

    Track(FaultKind kind, Fault fault, Iterator<PlannedFault> planned) {
      this.kind = kind;
      this.fault = fault;
      this.planned = planned;
    }

    void next() {
      if (planned.hasNext()) {
        PlannedFault next = planned.next();
        if (next.startNanos() == 0) {
          start(next); // Before the first operation, not after it.
        } else {
          actAt(next.startNanos(), () -> start(next));
        }
      }
    }

    private void start(PlannedFault act) {
      isActive = true;
      listener.onFaultStart();
      tell("start-", fault.start(new SplittableRandom(act.seed())));
      actAt(
          act.stopNanos(),
          () -> {
            heal();
            next();
          });
    }

    /** Times are since time zero of the history. */
    private void actAt(long nanos, Runnable act) {
      long due = Math.max(history.originNanos() + nanos, scheduler.nowNanos());
      scheduler.at(
          due,
          () -> {
            if (!stopped) {
              act.run();
            }
          });
    }

    void heal() {
      tell("stop-", fault.stop());
      if (isActive) {
        isActive = false;
        listener.onFaultStop();
      }
    }

    private void tell(String prefix, Fault.Act act) {
      String f = prefix + kind.optionName();
      history.nemesis(f, act.asked());
      history.nemesis(f, act.done());
    }
  }
}
