/**
 * Connections between nodes: who is where, handshakes, frames of messages.
 *
 * <p>Connections are persistent TCP. Each side says who it is in a first frame. All later frames
 * are messages in JSON. Nothing is promised: a message for a peer that is unreachable or slow is
 * dropped, and the node's protocol makes up for it.
 *
 * <p>It must not know what messages mean, except those of membership, which it runs itself.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.peer.PeerNetwork}. A {@link
 * dev.tattle.runtime.cluster.peer.Discovery} and {@link
 * dev.tattle.runtime.cluster.peer.PeerMembership} say which peers to reach.
 */
@NullMarked
package dev.tattle.runtime.cluster.peer;

import org.jspecify.annotations.NullMarked;
