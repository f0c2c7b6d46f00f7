/**
 * Maelstrom's services: lin-kv, seq-kv, lww-kv and lin-tso.
 *
 * <p>They are plain state machines: a request in, a reply out.
 *
 * <p>They must not know a clock, the network or workloads.
 *
 * <p>Begin with {@link dev.tattle.bench.services.Service}. {@link
 * dev.tattle.bench.services.SequentialKv} is the one that shows stale values.
 */
@NullMarked
package dev.tattle.bench.services;

import org.jspecify.annotations.NullMarked;
