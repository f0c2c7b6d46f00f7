package dev.tattle.bench.history;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of faults that the nemesis injects. It starts and stops each in turn. */
public enum FaultKind {
  /** Cuts the network into parts, or into a ring of overlapping majorities. */
  PARTITION,
  /** Cuts in one direction: of two nodes that are cut off, one still hears the other. */
  ONE_WAY,
  /** Cuts any links, in each direction separately. */
  LINKS,
  /** Loses messages between servers (nodes and services) at random. */
  LOSS,
  /** Delivers messages between nodes twice, at random. */
  DUPLICATE,
  /** Delays what some nodes send to some servers by up to two seconds. */
  SLOW,
  /** Kills some nodes, which lose their memory and come back when the fault stops. */
  KILL,
  /** Pauses some nodes. */
  PAUSE,
  /** Makes some nodes' clocks run too fast or too slow. */
  SKEW,
  /** Makes some nodes' disks slow: a sync takes up to seconds. */
  SLOW_DISK,
  /** Makes some nodes' disks full: they take no more writes. */
  FULL_DISK;

  private static final String OTHER_NAME_OF_KILL = "crash";

  /**
   * The name on the command line. In the history, the nemesis's operations are {@code start-} and
   * {@code stop-} followed by this name.
   */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** True if it works on processes. Clocks and disks of processes belong to the machine. */
  public boolean appliesToProcesses() {
    return this != SKEW && !needsDisk();
  }

  /** True if it affects only nodes that have a disk. */
  public boolean needsDisk() {
    return this == SLOW_DISK || this == FULL_DISK;
  }

  /** The names of the kinds that match, as text for people. */
  public static String names(Predicate<FaultKind> offered) {
    return Stream.of(values())
        .filter(offered)
        .map(FaultKind::optionName)
        .collect(Collectors.joining(", "));
  }

  /** Returns the kind of this name; {@code crash} is another name of {@code kill}. */
  public static Optional<FaultKind> named(String name) {
    String known = name.equals(OTHER_NAME_OF_KILL) ? KILL.optionName() : name;
    return Stream.of(values()).filter(kind -> known.equals(kind.optionName())).findFirst();
  }
}
