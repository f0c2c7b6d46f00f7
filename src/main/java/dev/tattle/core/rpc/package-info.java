/**
 * Calls to other nodes and to services: time-outs, retries and typed results.
 *
 * <p>A call is a row in a table, and a value in that row says what the node does next. Its time-out
 * is a timer of the node. There are no futures and no callbacks, so a node that makes calls stays a
 * state machine.
 *
 * <p>It must not know any protocol or workload.
 *
 * <p>Begin with {@link dev.tattle.core.rpc.Calls}. {@link dev.tattle.core.rpc.KvClient} asks
 * Maelstrom's key-value services.
 *
 * <p>A node that asks a service whatever it is asked. A call carries the message to answer:
 *
 * <pre>{@code
 * @Override
 * public void onMessage(Message message, Outbox out) {
 *   if (message.body().isRequest()) {
 *     RetryPolicy policy = RetryPolicy.once(Duration.ofSeconds(2));
 *     calls.call(KvClient.LIN_KV, message.body(), message, policy, out);
 *   } else {
 *     calls.onMessage(message, out).ifPresent(done -> answer(done, out));
 *   }
 * }
 *
 * @Override
 * public void onTimer(Timer timer, Outbox out) {
 *   calls.onTimer((CallTimer) timer, out).ifPresent(done -> answer(done, out));
 * }
 * }</pre>
 */
@NullMarked
package dev.tattle.core.rpc;

import org.jspecify.annotations.NullMarked;
