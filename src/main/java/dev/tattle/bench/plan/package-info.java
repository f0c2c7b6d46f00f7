/**
 * What a run is to be: its options, what the seed draws, and what a plan says act by act.
 *
 * <p>It must not know what came of it, or who runs it. Begin with {@link
 * dev.tattle.bench.plan.TestOptions}, then {@link dev.tattle.bench.plan.Plan}.
 */
@NullMarked
package dev.tattle.bench.plan;

import org.jspecify.annotations.NullMarked;
