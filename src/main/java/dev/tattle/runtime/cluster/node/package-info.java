/**
 * The way from the event loop to the node's thread and back; and metrics.
 *
 * <p>A question to the node ends in bounded time, with an answer or an error.
 *
 * <p>It must not know HTTP, frames or any protocol.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.node.NodePort}.
 */
@NullMarked
package dev.tattle.runtime.cluster.node;

import org.jspecify.annotations.NullMarked;
