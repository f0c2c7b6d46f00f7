/**
 * The network between nodes: who can be reached where, connections, and frames that hold messages.
 *
 * <p>Connections are persistent TCP. Each side says who it is in a first frame; what follows are
 * messages, as JSON like everywhere. Nothing is promised: messages for a peer that can't be
 * reached, or is slow, are dropped, and the node's protocol makes up for it. It must not know what
 * messages mean, but for those of membership, which it runs itself. Begin with {@link
 * dev.tattle.runtime.cluster.peer.PeerNetwork}; who is to be reached comes from a {@link
 * dev.tattle.runtime.cluster.peer.Discovery} and from {@link
 * dev.tattle.runtime.cluster.peer.PeerMembership}.
 */
@NullMarked
package dev.tattle.runtime.cluster.peer;

import org.jspecify.annotations.NullMarked;
