/**
 * What a run is to do: options, what the seed draws, and plans.
 *
 * <p>A plan lists operations and faults one by one, in place of what the seed would draw.
 *
 * <p>It must not know what came of the run, or who runs it.
 *
 * <p>Begin with {@link dev.tattle.bench.plan.TestOptions}, then {@link dev.tattle.bench.plan.Plan}.
 */
@NullMarked
package dev.tattle.bench.plan;

import org.jspecify.annotations.NullMarked;
