package dev.tattle.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Starts and stops each kind of fault by turns, each at its own pace. */
final class Nemesis {
  private final RunContext context;
  private final List<Track> tracks = new ArrayList<>();

  Nemesis(RunContext context, Faults faults, Randomness randomness) {
    this.context = context;
    for (FaultKind kind : FaultKind.values()) {
      // Split whether or not the kind is on, so that one more kind moves nothing in another.
      SplittableRandom random =
          kind == FaultKind.PARTITION ? randomness.partitions() : randomness.faults().split();
      Duration interval = context.options().faults().get(kind);
      if (interval != null) {
        tracks.add(new Track(kind, faults.ofKind(kind, random), random, interval));
      }
    }
  }

  void start() {
    tracks.forEach(track -> track.pacer.start());
  }

  /** Nothing more happens; what is broken stays so. */
  void stop() {
    tracks.forEach(track -> track.pacer.stop());
  }

  void heal() {
    tracks.forEach(Track::heal);
  }

  /** One kind of fault. */
  private final class Track {
    private final FaultKind kind;
    private final Fault fault;
    private final Pacer pacer;
    private boolean isOn;

    Track(FaultKind kind, Fault fault, SplittableRandom random, Duration interval) {
      this.kind = kind;
      this.fault = fault;
      pacer = new Pacer(context.scheduler(), random, interval.toNanos(), this::act);
    }

    private boolean act() {
      if (isOn) {
        heal();
      } else {
        tell("start-", fault.start());
      }
      isOn = !isOn;
      return true;
    }

    void heal() {
      tell("stop-", fault.stop());
    }

    private void tell(String prefix, Fault.Act act) {
      String f = prefix + kind.optionName();
      context.history().nemesis(f, act.asked());
      context.history().nemesis(f, act.done());
    }
  }
}
