/**
 * The node as those on the event loop see it: somebody to ask, in bounded time; and what is counted
 * for the metrics.
 *
 * <p>It must not know HTTP, frames or any protocol. Begin with {@link
 * dev.tattle.runtime.cluster.node.NodePort}.
 */
@NullMarked
package dev.tattle.runtime.cluster.node;

import org.jspecify.annotations.NullMarked;
