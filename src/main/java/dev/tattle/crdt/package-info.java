/**
 * Replicated data types: immutable values with a join.
 *
 * <p>A join is associative, commutative and idempotent. So deltas may arrive in any order, and any
 * number of times.
 *
 * <p>It must not know messages or time.
 *
 * <p>Begin with {@link dev.tattle.crdt.ReplicaId}: each delta was written by one replica. {@link
 * dev.tattle.crdt.VersionVector} says which deltas somebody has.
 */
@NullMarked
package dev.tattle.crdt;

import org.jspecify.annotations.NullMarked;
