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
 *
 * <p>Two replicas of a counter:
 *
 * <pre>{@code
 * ReplicaId a = new ReplicaId("a:1");
 * ReplicaId b = new ReplicaId("b:1");
 * Counter here = new Counter(new TreeMap<>(Map.of(a, Counter.Slot.NONE.plus(BigInteger.TWO))));
 * Counter there = new Counter(new TreeMap<>(Map.of(b, Counter.Slot.NONE.plus(BigInteger.ONE))));
 * assert here.join(there).covers(here);
 * assert here.join(there).join(there).equals(there.join(here));
 * }</pre>
 */
@NullMarked
package dev.tattle.crdt;

import org.jspecify.annotations.NullMarked;
