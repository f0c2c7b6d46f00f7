/**
 * Simulates runs, judges them, and makes a failing one small enough to read.
 *
 * <p>A shrunken run is stored as JSON and replays without the seed's generators.
 *
 * <p>It must not know which nodes it runs.
 *
 * <p>Begin with {@link dev.tattle.bench.shrink.Simulation}, then {@link
 * dev.tattle.bench.shrink.Shrinker} and {@link dev.tattle.bench.shrink.Case}.
 */
@NullMarked
package dev.tattle.bench.shrink;

import org.jspecify.annotations.NullMarked;
