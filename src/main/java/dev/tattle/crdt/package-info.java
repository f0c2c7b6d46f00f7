/**
 * Replicated data types: immutable values with a join, and the versions that order their deltas.
 *
 * <p>A join is associative, commutative and idempotent, so deltas may arrive in any order and any
 * number of times. Nothing here knows messages or time. Begin with {@link
 * dev.tattle.crdt.ReplicaId}: every delta has one replica that wrote it.
 */
@NullMarked
package dev.tattle.crdt;

import org.jspecify.annotations.NullMarked;
