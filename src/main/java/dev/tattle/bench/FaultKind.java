package dev.tattle.bench;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of faults that the nemesis injects. Each is started and stopped by turns. */
public enum FaultKind {
  /** Cuts the network into parts, or into a ring of majorities. */
  PARTITION("partition"),
  /** Some nodes no longer hear the others, who hear them. */
  ONE_WAY("one-way"),
  /** Messages between servers, services among them, are lost at random. */
  LOSS("loss"),
  /** Messages between nodes arrive twice at random. */
  DUPLICATE("duplicate"),
  /** What some nodes send to servers comes up to two seconds later. */
  SLOW("slow"),
  /** Some nodes lose their memory, and come back when the fault stops. */
  CRASH("kill"),
  /** Some nodes stand still. */
  PAUSE("pause"),
  /** Some nodes' clocks run too fast or too slow. */
  SKEW("skew");

  private final String jepsenName;

  FaultKind(String jepsenName) {
    this.jepsenName = jepsenName;
  }

  /** The name on the command line. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** In the history, its acts are called {@code start-} and {@code stop-} and this. */
  public String jepsenName() {
    return jepsenName;
  }

  /** True where nothing is done to the nodes themselves. */
  public boolean isOfNetwork() {
    return compareTo(CRASH) < 0;
  }

  /**
   * The kinds that nodes of this workload are specified to survive: all, except that every echo
   * must be answered within five seconds, which no node does that is dead or stands still.
   */
  public static Set<FaultKind> survivedBy(String workload) {
    Set<FaultKind> kinds = EnumSet.allOf(FaultKind.class);
    if (workload.equals("echo")) {
      kinds.removeAll(EnumSet.of(CRASH, PAUSE));
    }
    return kinds;
  }

  /** All names on the command line, for people. */
  public static String names() {
    return Stream.of(values()).map(FaultKind::optionName).collect(Collectors.joining(", "));
  }

  /** The kind of this name, whether ours or Jepsen's. */
  public static Optional<FaultKind> named(String name) {
    return Stream.of(values())
        .filter(kind -> name.equals(kind.optionName()) || name.equals(kind.jepsenName))
        .findFirst();
  }
}
