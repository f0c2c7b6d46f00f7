package dev.tattle.raft;

import dev.tattle.core.Timer;

/** The timers of a group's node. */
public enum RaftTimer implements Timer {
  /** Time to see whether there is still a leader. */
  ELECTION,

  /** The leader: time to show that it is there, and to see whether the others are. */
  HEARTBEAT,

  /** The log has grown: time to put a snapshot in its place. */
  SNAPSHOT,

  /** Requests are open: time to ask again for them, or to give them up. */
  PATIENCE,

  /** Time to see who is there, and who belongs to the group. */
  MEMBERS
}
