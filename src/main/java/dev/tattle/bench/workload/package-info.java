/**
 * Workloads: what clients ask of nodes and which replies they accept, one workload a file.
 *
 * <p>They know no network, clock or process; what judges a history is in {@code bench.check}. Begin
 * with {@link dev.tattle.bench.workload.Workload}, then {@link
 * dev.tattle.bench.workload.EchoWorkload}.
 */
@NullMarked
package dev.tattle.bench.workload;

import org.jspecify.annotations.NullMarked;
