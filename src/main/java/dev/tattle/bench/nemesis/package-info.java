/**
 * Faults: what each kind does, and when it starts and stops.
 *
 * <p>A fault acts on the network and on a {@link dev.tattle.bench.nemesis.NodeControl}.
 *
 * <p>It must not know workloads, options, or what runs the nodes.
 *
 * <p>Begin with {@link dev.tattle.bench.nemesis.Nemesis}, then {@link
 * dev.tattle.bench.nemesis.Faults}.
 */
@NullMarked
package dev.tattle.bench.nemesis;

import org.jspecify.annotations.NullMarked;
