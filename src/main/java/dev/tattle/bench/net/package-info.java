/**
 * What the network saw: counts of messages, a journal, how values spread.
 *
 * <p>Each class is a {@link dev.tattle.sim.Network.Journal} that hands on to the next.
 *
 * <p>It must not know workloads, processes or verdicts.
 *
 * <p>Begin with {@link dev.tattle.bench.net.NetStatistics}, then {@link
 * dev.tattle.bench.net.DisseminationJournal}.
 */
@NullMarked
package dev.tattle.bench.net;

import org.jspecify.annotations.NullMarked;
