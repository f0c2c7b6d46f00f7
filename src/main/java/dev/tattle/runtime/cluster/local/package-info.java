/**
 * A cluster of processes on this machine, which outlive their starter.
 *
 * <p>It must not know how a node works.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.local.LocalCluster}.
 */
@NullMarked
package dev.tattle.runtime.cluster.local;

import org.jspecify.annotations.NullMarked;
