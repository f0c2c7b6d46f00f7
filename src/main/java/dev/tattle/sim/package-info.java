/**
 * A simulated world for nodes: time, network and disks, on one thread.
 *
 * <p>Everything runs as events of a {@link dev.tattle.sim.Scheduler}. So the same network serves
 * simulated nodes on virtual time and real processes on the wall clock.
 *
 * <p>It must not know workloads, node classes or JSON text.
 *
 * <p>Begin with {@link dev.tattle.sim.Scheduler}, then {@link dev.tattle.sim.Network} and {@link
 * dev.tattle.sim.SimulatedNode}.
 */
@NullMarked
package dev.tattle.sim;

import org.jspecify.annotations.NullMarked;
