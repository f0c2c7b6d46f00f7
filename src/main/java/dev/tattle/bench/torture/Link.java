package dev.tattle.bench.torture;

/**
 * The link from one node to another, in one direction.
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
