package dev.tattle.bench.net;

/**
 * Where one value is and how it came there, by the places of nodes, and of services, through which
 * it may go too.
 */
final class TracedValue {
  /** The hop of a value that came where no message was seen to carry it. */
  static final int UNSEEN = Short.MAX_VALUE - 1;

  private static final long NO_MESSAGE = -1;

  private final int nodes;

  // One more than the first hop; 0 where it never was, below 0 where it was and died.
  private final short[] hops;
  private int holders;
  private int reached;
  private int lastHop;
  private long payloads;
  private long latestMessage = NO_MESSAGE;
  private long awaitedBy;

  /** A value that is nowhere; the first places are the nodes'. */
  TracedValue(int nodes, int places) {
    this.nodes = nodes;
    hops = new short[places];
  }

  /** True where it is or has been. */
  boolean hasBeenAt(int place) {
    return hops[place] != 0;
  }

  /** The hop over which it first came to where it has been. */
  int hopAt(int place) {
    return Math.abs(hops[place]) - 1;
  }

  /** A message carries it, however often. */
  void carry(long message) {
    if (latestMessage != message) {
      latestMessage = message;
      payloads++;
    }
  }

  /** It is here now. Returns true where this is a node that did not have it. */
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

  /** The node lost its memory. */
  void die(int node) {
    if (hops[node] > 0) {
      hops[node] = (short) -hops[node];
      holders--;
    }
  }

  /** True where every node was seen to get it. */
  boolean hasReachedAll() {
    return reached == nodes;
  }

  /** How many hops it took to the last of the nodes that it has reached. */
  int lastHop() {
    return lastHop;
  }

  /** RMR: the messages that carried it, for each that had to, beyond one. */
  double redundancy() {
    return (double) payloads / (nodes - 1) - 1;
  }

  /** The nodes lack it from now on until they have it, if one has it that lives. */
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
