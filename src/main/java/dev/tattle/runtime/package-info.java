/**
 * What the runtimes share: the loop that runs a node, timers, inbox and log.
 *
 * <p>A runtime runs nodes in the real world, with clocks, threads and streams. Each runtime has a
 * package of its own below this one; no runtime names another.
 *
 * <p>It must not know any protocol or workload.
 *
 * <p>Begin with {@link dev.tattle.runtime.NodeLoop}, then {@link dev.tattle.runtime.Transport}, the
 * port for messages on their way out.
 */
@NullMarked
package dev.tattle.runtime;

import org.jspecify.annotations.NullMarked;
