package dev.tattle.gossip;

/**
 * A peer's statement that it has got a message.
 *
 * @param number the message's number; 0 for none
 * @param heldNanos how long the peer held the receipt back
 * @param tellsAll whether the message with the receipt says all that the peer has, and so answers
 *     questions
 */
record Receipt(long number, long heldNanos, boolean tellsAll) {}
