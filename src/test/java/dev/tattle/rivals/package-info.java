/**
 * The engines that people would take instead of the consensus core here: Apache Ratis and
 * jgroups-raft run the same counters, behind the same routes, under the same load and the same
 * torture. None of it is in the jar. Begin with {@link dev.tattle.rivals.Rival}; {@code RivalsTest}
 * says how to run it.
 */
package dev.tattle.rivals;
