package dev.tattle.raft;

import dev.tattle.core.Timer;

/** The timers of a group's node. */
public enum RaftTimer implements Timer {
  /** It is time to see whether there is still a leader. */
  ELECTION,

  /** It is time for the leader to send heartbeats, and to see whether a majority answers. */
  HEARTBEAT,

  /** The log has grown: it is time to take a snapshot. */
  SNAPSHOT,

  /** Requests are open: it is time to send them again or to give them up. */
  PATIENCE,

  /** It is time to see which nodes are there and which belong to the group. */
  MEMBERS
}
