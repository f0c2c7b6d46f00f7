/**
 * Clients at work: workers, their pace, and the start of the nodes.
 *
 * <p>It must not know faults, verdicts, or what runs the nodes.
 *
 * <p>Begin with {@link dev.tattle.bench.load.Workers}, then {@link dev.tattle.bench.load.Pacer}.
 */
@NullMarked
package dev.tattle.bench.load;

import org.jspecify.annotations.NullMarked;
