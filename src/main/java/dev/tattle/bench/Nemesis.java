package dev.tattle.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Starts and stops each kind of fault by turns, each at its own times. */
final class Nemesis {
  private final RunContext context;
  private final List<Track> tracks = new ArrayList<>();
  private boolean stopped;

  Nemesis(RunContext context, Faults faults, Randomness randomness) {
    this.context = context;
    strikes(context.options(), randomness)
        .forEach((kind, strikes) -> tracks.add(new Track(kind, faults.ofKind(kind), strikes)));
  }

  /** The acts of each kind that is on: those of the plan, or endless ones from the seed. */
  static Map<FaultKind, Iterator<Strike>> strikes(TestOptions options, Randomness randomness) {
    Map<FaultKind, Iterator<Strike>> strikes = new EnumMap<>(FaultKind.class);
    Plan plan = options.plan();
    if (plan != null) {
      plan.byKind().forEach((kind, planned) -> strikes.put(kind, planned.iterator()));
      return strikes;
    }
    for (FaultKind kind : FaultKind.values()) {
      // Split whether or not the kind is on, so that one more kind moves nothing in another.
      SplittableRandom random =
          kind == FaultKind.PARTITION ? randomness.partitions() : randomness.faults().split();
      Duration interval = options.faults().get(kind);
      if (interval != null) {
        strikes.put(kind, Strike.drawn(kind, random, interval));
      }
    }
    return strikes;
  }

  void start() {
    tracks.forEach(Track::next);
  }

  /** Nothing more happens; what is broken stays so. */
  void stop() {
    stopped = true;
  }

  void heal() {
    tracks.forEach(Track::heal);
  }

  /** One kind of fault. */
  private final class Track {
    private final FaultKind kind;
    private final Fault fault;
    private final Iterator<Strike> strikes;
    private boolean isActive;

    Track(FaultKind kind, Fault fault, Iterator<Strike> strikes) {
      this.kind = kind;
      this.fault = fault;
      this.strikes = strikes;
    }

    void next() {
      if (strikes.hasNext()) {
        Strike strike = strikes.next();
        if (strike.startNanos() == 0) {
          start(strike); // Before the first operation, not after it.
        } else {
          actAt(strike.startNanos(), () -> start(strike));
        }
      }
    }

    private void start(Strike strike) {
      isActive = true;
      context.dissemination().onFaultStart();
      tell("start-", fault.start(new SplittableRandom(strike.seed())));
      actAt(
          strike.stopNanos(),
          () -> {
            heal();
            next();
          });
    }

    /** Times are since the history's zero. */
    private void actAt(long nanos, Runnable act) {
      long due = Math.max(context.history().originNanos() + nanos, context.scheduler().nowNanos());
      context
          .scheduler()
          .at(
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
        context.dissemination().onFaultStop();
      }
    }

    private void tell(String prefix, Fault.Act act) {
      String f = prefix + kind.optionName();
      context.history().nemesis(f, act.asked());
      context.history().nemesis(f, act.done());
    }
  }
}
