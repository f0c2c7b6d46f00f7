/**
 * What the network saw: counts of messages, their journal, and how values spread.
 *
 * <p>It must not know workloads, processes or verdicts. Each class is a {@link
 * dev.tattle.sim.Network.Journal} that hands on to the next. Begin with {@link
 * dev.tattle.bench.net.NetStatistics}, then {@link dev.tattle.bench.net.DisseminationJournal}.
 */
@NullMarked
package dev.tattle.bench.net;

import org.jspecify.annotations.NullMarked;
