/**
 * Calls to other nodes and to services: time-outs, retries and typed results.
 *
 * <p>A call is a row in a table, and a value in that row says what the node does next. Its time-out
 * is a timer of the node. There are no futures and no callbacks, so a node that makes calls stays a
 * state machine.
 *
 * <p>It must not know any protocol or workload.
 *
 * <p>Begin with {@link dev.tattle.core.rpc.Calls}. {@link dev.tattle.core.rpc.KvClient} asks
 * Maelstrom's key-value services.
 */
@NullMarked
package dev.tattle.core.rpc;

import org.jspecify.annotations.NullMarked;
