/**
 * The contract between a protocol and the runtime that runs it.
 *
 * <p>A {@link dev.tattle.core.Node} takes a message or a timer. It writes to an {@link
 * dev.tattle.core.Outbox} what it wants done. Nothing happens until the handler returns. Everything
 * here is pure: no clock, no thread, no file, no socket, no logger, no environment, and no
 * randomness of its own. One thread at a time uses a node and all that belongs to it.
 *
 * <p>It must not know any protocol, nor JSON text.
 *
 * <p>Begin with {@link dev.tattle.core.Node}. Then read {@link dev.tattle.core.NodeHost}, which
 * every runtime wraps around a node.
 *
 * <p>A test calls a handler and compares what it wants done:
 *
 * <pre>{@code
 * Message request =
 *     new Message(
 *         new NodeId("c1"),
 *         new NodeId("n1"),
 *         Body.of("echo", "echo", Json.of("hello")).withMsgId(1));
 * Effects effects = new Effects();
 * new EchoingNode().onMessage(request, effects);
 * Body reply = Body.of("echo_ok", "echo", Json.of("hello")).withInReplyTo(1);
 * assertThat(effects.drain()).containsExactly(new Effect.Send(new NodeId("c1"), reply));
 * }</pre>
 */
@NullMarked
package dev.tattle.core;

import org.jspecify.annotations.NullMarked;
