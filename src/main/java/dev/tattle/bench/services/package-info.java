/**
 * Maelstrom's services, which nodes may lean on: {@code lin-kv}, {@code seq-kv}, {@code lww-kv},
 * {@code lin-tso}.
 *
 * <p>They are plain state machines: a request in, a reply out. They know no clock, network or
 * workload. Begin with {@link dev.tattle.bench.services.Service}; {@link
 * dev.tattle.bench.services.SequentialKv} is the treacherous one.
 */
@NullMarked
package dev.tattle.bench.services;

import org.jspecify.annotations.NullMarked;
