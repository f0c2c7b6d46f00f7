/**
 * The library's front door: a node as a program, and a node in the simulator.
 *
 * <p>You write a node with {@link dev.tattle.core}. {@link dev.tattle.StdioNode} runs it under
 * Maelstrom, and {@link dev.tattle.Simulator} tests it on virtual time.
 *
 * <p>It must not know any node of Tattle, nor the command line. No other package knows it.
 *
 * <p>Begin with {@link dev.tattle.StdioNode} or {@link dev.tattle.Simulator}.
 *
 * <p>A whole program, which answers each request by itself:
 *
 * <pre>{@code
 * final class EchoingNode implements Node {
 *   @Override
 *   public void onMessage(Message message, Outbox out) {
 *     Body body = message.body();
 *     switch (body.type()) {
 *       case "echo" -> out.reply(message, Body.of("echo_ok", "echo", body.json("echo")));
 *       default -> throw NodeHost.notSupported(message);
 *     }
 *   }
 *
 *   public static void main(String[] args) {
 *     System.exit(StdioNode.run(environment -> new EchoingNode()));
 *   }
 * }
 * }</pre>
 */
@NullMarked
package dev.tattle;

import org.jspecify.annotations.NullMarked;
