/**
 * Clients at work: workers, their clients, when each operation begins, and the start of the nodes.
 *
 * <p>It must not know faults, verdicts or what runs the nodes. Begin with {@link
 * dev.tattle.bench.load.Workers}, then {@link dev.tattle.bench.load.Pacer}.
 */
@NullMarked
package dev.tattle.bench.load;

import org.jspecify.annotations.NullMarked;
