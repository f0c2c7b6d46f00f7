package dev.tattle.bench.net;

/**
 * The places of one value, and how it came there. A place is a node or a service, because values
 * may also go through services.
 */
final class TracedValue {
  /** The hop of a value that no traced message brought. */
  static final int UNSEEN = Short.MAX_VALUE - 1;

  private static final long NO_MESSAGE = -1;

  private final int nodes;

  // One more than the first hop; 0 if it never was here, below 0 if it was lost by a kill.
  private final short[] hops;
  private int holders;
  private int reached;
  private int lastHop;
  private long payloads;
  private long latestMessage = NO_MESSAGE;
  private long awaitedBy;

  /** A value that is nowhere; the first places are those of the nodes. */
  TracedValue(int nodes, int places) {
    this.nodes = nodes;
    hops = new short[places];
  }

  /** True if it is or was at this place. */
  boolean hasBeenAt(int place) {
    return hops[place] != 0;
  }

  /** The hop over which it first came to a place where it is or was. */
  int hopAt(int place) {
    return Math.abs(hops[place]) - 1;
  }

  /** Counts a message that carries it, once however often it is in there. */
  void carry(long message) {
    if (latestMessage != message) {
      latestMessage = message;
      payloads++;
    }
  }

  /** Records that it is at this place. Returns true if this is a node that did not have it. */
  boolean arrive(int place, int hop) {
    if (hops[place] > 0) {
      return false;
    }
    if (hops[place] < 0) {
      hops[place] = (short) -hops[place];
    } else {
      hops[place] = (short) (Math.min(hop, UNSEEN) + 1);
      if (place < nodes && hop < UNSEEN) {
        reached++;
        lastHop = Math.max(lastHop, hop);
      }
    }
    if (place >= nodes) {
      return false;
    }
    holders++;
    return true;
  }

  /** Records that the node lost its memory. */
  void die(int node) {
    if (hops[node] > 0) {
      hops[node] = (short) -hops[node];
      holders--;
    }
  }

  /** True if it has reached every node. */
  boolean hasReachedAll() {
    return reached == nodes;
  }

  /** The hop over which it came to the last of the nodes that it has reached. */
  int lastHop() {
    return lastHop;
  }

  /** RMR: the number of messages that carried it for each necessary one, minus one. */
  double redundancy() {
    return (double) payloads / (nodes - 1) - 1;
  }

  /** Makes the nodes without it wait for it, if a live node has it. Returns their number. */
  int awaitBy(long heal) {
    if (holders == 0) {
      return 0;
    }
    awaitedBy = heal;
    return nodes - holders;
  }

  boolean isAwaitedBy(long heal) {
    return awaitedBy == heal;
  }
}
