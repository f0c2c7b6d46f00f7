/**
 * One engine that replicates the deltas of any store to all nodes.
 *
 * <p>It decides who lacks what, when to send, through which relay, when to acknowledge, and what to
 * send again. A {@link dev.tattle.gossip.Store} says what a delta is; the engine knows only
 * replicas and versions. All of it is pure state machines.
 *
 * <p>It must not know the messages of any workload's clients.
 *
 * <p>Begin with {@link dev.tattle.gossip.Gossip}, which is what a node holds.
 *
 * <p>A node that replicates a set, an {@link dev.tattle.gossip.ElementLog}:
 *
 * <pre>{@code
 * private final ElementLog set;
 * private final Gossip gossip;
 *
 * ReplicatingNode(Environment environment) {
 *   DeltaRecords records = new DeltaRecords(environment, "my-set");
 *   set = new ElementLog(records.self());
 *   Duration budget = Duration.ofMillis(240);
 *   gossip = new Gossip(environment, set, records, GossipSettings.of("my-set", budget));
 * }
 *
 * @Override
 * public void onStart(Outbox out) {
 *   gossip.onStart(out);
 * }
 *
 * @Override
 * public void onMessage(Message message, Outbox out) {
 *   Body body = message.body();
 *   if (GossipBodies.isGossip(body.type())) {
 *     gossip.onMessage(message, out);
 *     return;
 *   }
 *   switch (body.type()) {
 *     case "add" -> {
 *       set.add(body.payload("element"));
 *       gossip.changed(out);
 *       out.reply(message, Body.of("add_ok"));
 *     }
 *     case "read" -> out.reply(message, Body.of("read_ok", "value", Json.array(set.elements())));
 *     default -> throw NodeHost.notSupported(message);
 *   }
 * }
 *
 * @Override
 * public void onTimer(Timer timer, Outbox out) {
 *   gossip.onTimer((GossipTimer) timer, out);
 * }
 * }</pre>
 */
@NullMarked
package dev.tattle.gossip;

import org.jspecify.annotations.NullMarked;
