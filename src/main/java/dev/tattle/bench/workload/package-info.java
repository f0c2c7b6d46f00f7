/**
 * Workloads: what clients ask, which replies are right, and who judges.
 *
 * <p>Each workload is one class. A registry finds it through {@code META-INF/services}; nothing
 * else lists workloads.
 *
 * <p>They must not know the network, clocks or processes.
 *
 * <p>Begin with {@link dev.tattle.bench.workload.Workload}, then {@link
 * dev.tattle.bench.workload.EchoWorkload}.
 */
@NullMarked
package dev.tattle.bench.workload;

import org.jspecify.annotations.NullMarked;
