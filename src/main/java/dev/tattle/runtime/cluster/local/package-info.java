/**
 * A cluster of nodes on this machine, each a process of its own that outlives whoever started it.
 *
 * <p>It must not know how a node works. Begin with {@link
 * dev.tattle.runtime.cluster.local.LocalCluster}.
 */
@NullMarked
package dev.tattle.runtime.cluster.local;

import org.jspecify.annotations.NullMarked;
