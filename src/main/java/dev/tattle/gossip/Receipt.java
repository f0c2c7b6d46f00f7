package dev.tattle.gossip;

/**
 * A peer's word that it has got a message.
 *
 * @param number of the message; 0 for none
 * @param heldNanos how long the peer has kept the receipt to itself
 * @param tellsAll whether the message that says so answers questions too
 */
record Receipt(long number, long heldNanos, boolean tellsAll) {}
