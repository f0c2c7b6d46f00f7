/**
 * Faults: what each kind does to network and nodes, and who starts and stops them.
 *
 * <p>It must not know workloads, options, or what runs the nodes: it has a network and a {@link
 * dev.tattle.bench.nemesis.NodeControl}. Begin with {@link dev.tattle.bench.nemesis.Nemesis}.
 */
@NullMarked
package dev.tattle.bench.nemesis;

import org.jspecify.annotations.NullMarked;
