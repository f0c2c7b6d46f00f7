/**
 * A virtual world for nodes: time, and a network with latency and faults, driven by one thread.
 *
 * <p>Everything runs as events of a {@link dev.tattle.sim.Scheduler}, so the same network serves
 * real processes on the wall clock and nodes on virtual time. It must not know workloads, nodes or
 * JSON text. Begin with {@link dev.tattle.sim.Scheduler}, then {@link dev.tattle.sim.Network}.
 */
@NullMarked
package dev.tattle.sim;

import org.jspecify.annotations.NullMarked;
