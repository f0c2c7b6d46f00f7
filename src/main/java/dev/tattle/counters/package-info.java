/**
 * Named counters for the gossip engine: keys, deletes and times to live.
 *
 * <p>Many replicas add to the same counter. An add with a key counts once. A delete takes away what
 * the deleter had seen, and nothing else. All of it is pure and deterministic; the caller passes
 * the time in.
 *
 * <p>It must not know nodes, messages or clocks.
 *
 * <p>Begin with {@link dev.tattle.counters.CounterStore}, then {@link
 * dev.tattle.counters.Counters}.
 */
@NullMarked
package dev.tattle.counters;

import org.jspecify.annotations.NullMarked;
