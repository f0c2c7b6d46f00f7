package dev.tattle.core.rpc;

import dev.tattle.core.Timer;
import org.jspecify.annotations.Nullable;

/** The time-out of a call, or the pause before its next attempt. */
public record CallTimer(long msgId) implements Timer {
  // Written out for the reason given in NodeId.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CallTimer that && msgId == that.msgId;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(msgId);
  }
}
