/**
 * The contract between protocols and the runtimes that carry them.
 *
 * <p>A {@link dev.tattle.core.Node} takes a message or a timer and writes to an {@link
 * dev.tattle.core.Outbox} what it wants done; nothing happens until the handler returns. Everything
 * here is pure: no clock, thread, randomness of its own, file, socket, logger or environment, and
 * no JSON text. One thread at a time uses a node and whatever belongs to it.
 *
 * <p>Begin with {@link dev.tattle.core.Node}, then {@link dev.tattle.core.NodeHost}, which every
 * runtime wraps around a node.
 */
@NullMarked
package dev.tattle.core;

import org.jspecify.annotations.NullMarked;
