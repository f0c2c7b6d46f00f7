/**
 * Remote procedure calls between nodes and to services, as values: requests with a time-out,
 * bounded retries, typed results.
 *
 * <p>A call is a row in a table, with a value that says what to do next; its time-out is a timer of
 * the node. There are no futures and no callbacks, so a node that makes calls stays a state
 * machine. It must not know any protocol or workload. Begin with {@link dev.tattle.core.rpc.Calls}.
 */
@NullMarked
package dev.tattle.core.rpc;

import org.jspecify.annotations.NullMarked;
