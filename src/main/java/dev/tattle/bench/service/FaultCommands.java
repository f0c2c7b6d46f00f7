package dev.tattle.bench.service;

import dev.tattle.bench.history.FaultKind;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands that do harm to a service, for a shell; null for what is not to be done. They find
 * the node in {@code $NODE} and its address in {@code $URL}.
 *
 * @param kill ends the node at once
 * @param restart starts it again
 * @param pause stops it where it is
 * @param resume lets it go on
 * @param cut lets it lose all that the nodes in {@code $FROM} send
 * @param heal ends that
 */
public record FaultCommands(
    @Nullable String kill,
    @Nullable String restart,
    @Nullable String pause,
    @Nullable String resume,
    @Nullable String cut,
    @Nullable String heal) {
  /** A command without the one that undoes it. */
  public FaultCommands {
    requireBoth(kill, restart, "--kill and --restart");
    requireBoth(pause, resume, "--pause and --resume");
    requireBoth(cut, heal, "--cut and --heal");
  }

  private static void requireBoth(@Nullable String start, @Nullable String stop, String options) {
    if ((start == null) != (stop == null)) {
      throw new IllegalArgumentException(options + ": expected both of them, or none");
    }
  }

  /** The faults that they are for. */
  public Set<FaultKind> kinds() {
    Set<FaultKind> kinds = EnumSet.noneOf(FaultKind.class);
    if (kill != null) {
      kinds.add(FaultKind.KILL);
    }
    if (pause != null) {
      kinds.add(FaultKind.PAUSE);
    }
    if (cut != null) {
      kinds.add(FaultKind.PARTITION);
    }
    return kinds;
  }
}
