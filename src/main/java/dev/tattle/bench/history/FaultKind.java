package dev.tattle.bench.history;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of faults that the nemesis injects. Each is started and stopped by turns. */
public enum FaultKind {
  /** Cuts the network into parts, or into a ring of majorities. */
  PARTITION,
  /** The same, one way: of two nodes that are cut off, one still hears the other. */
  ONE_WAY,
  /** Cuts any links, each of their ways by itself: any graph at all. */
  LINKS,
  /** Messages between servers, services among them, are lost at random. */
  LOSS,
  /** Messages between nodes arrive twice at random. */
  DUPLICATE,
  /** What some nodes send to some servers comes up to two seconds later. */
  SLOW,
  /** Some nodes lose their memory, and come back when the fault stops. */
  KILL,
  /** Some nodes stand still. */
  PAUSE,
  /** Some nodes' clocks run too fast or too slow. */
  SKEW,
  /** Some nodes' disks take up to seconds for a sync. */
  SLOW_DISK,
  /** Some nodes' disks take nothing. */
  FULL_DISK;

  private static final String OTHER_NAME_OF_KILL = "crash";

  /**
   * The name on the command line; in the history, its acts are called {@code start-} and {@code
   * stop-} and this.
   */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** True where it can be done to processes; their clocks and disks are the machine's. */
  public boolean appliesToProcesses() {
    return this != SKEW && !needsDisk();
  }

  /** True where it affects only nodes that have a disk. */
  public boolean needsDisk() {
    return this == SLOW_DISK || this == FULL_DISK;
  }

  /** The names on the command line of those that are offered, for people. */
  public static String names(Predicate<FaultKind> offered) {
    return Stream.of(values())
        .filter(offered)
        .map(FaultKind::optionName)
        .collect(Collectors.joining(", "));
  }

  /** The kind of this name; a kill may be called a crash, too. */
  public static Optional<FaultKind> named(String name) {
    String known = name.equals(OTHER_NAME_OF_KILL) ? KILL.optionName() : name;
    return Stream.of(values()).filter(kind -> known.equals(kind.optionName())).findFirst();
  }
}
