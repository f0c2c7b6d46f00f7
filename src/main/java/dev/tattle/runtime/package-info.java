/**
 * What the runtimes share: the loop that runs a node, its timers, clock, inbox and disk, behind a
 * port for messages on their way out; the log; and work that needs threads and knows nothing else.
 *
 * <p>A runtime carries nodes in the real world, with clocks, threads and streams; each has a
 * package of its own below, and they never name each other. It must not know any protocol or
 * workload. Begin with {@link dev.tattle.runtime.NodeLoop}, then {@link
 * dev.tattle.runtime.Transport}.
 */
@NullMarked
package dev.tattle.runtime;

import org.jspecify.annotations.NullMarked;
