/**
 * Workloads: what clients ask of nodes, which replies they accept, and what is right; one workload
 * a file.
 *
 * <p>They know no network, clock or process. A registry finds them; nobody else lists them. Begin
 * with {@link dev.tattle.bench.workload.Workload}, then {@link
 * dev.tattle.bench.workload.EchoWorkload}.
 */
@NullMarked
package dev.tattle.bench.workload;

import org.jspecify.annotations.NullMarked;
