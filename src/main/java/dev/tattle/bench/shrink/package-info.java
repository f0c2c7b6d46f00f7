/**
 * What makes a failing seed small enough to read: runs and judges simulations, and leaves out of
 * them what the failure does not need.
 *
 * <p>It must not know which nodes it runs. A case that it found is stored as JSON and replays
 * without its seed's generators. Begin with {@link dev.tattle.bench.shrink.Shrinker}, then {@link
 * dev.tattle.bench.shrink.Case}.
 */
@NullMarked
package dev.tattle.bench.shrink;

import org.jspecify.annotations.NullMarked;
