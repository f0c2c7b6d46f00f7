/**
 * Named counters that many replicas add to: with keys under which an add counts once, deletes that
 * do not come back, and times to live. A data type for the engine in {@code gossip}, pure and
 * deterministic: it knows no node, no message and no clock, and is told the time. Begin with {@link
 * dev.tattle.counters.CounterStore}.
 */
@NullMarked
package dev.tattle.counters;

import org.jspecify.annotations.NullMarked;
