package dev.tattle.bench.torture;

/**
 * The way from one node to another; the way back is another one.
 *
 * @param from the sender
 * @param to the receiver
 */
record Link(String from, String to) {
  @Override
  public String toString() {
    return from + "→" + to;
  }
}
