/**
 * The nodes: one protocol a file, each a deterministic state machine over {@code gossip} and {@code
 * crdt}.
 *
 * <p>They know no runtime, clock, thread or JSON text. Begin with {@link dev.tattle.nodes.Nodes},
 * which names them, then {@link dev.tattle.nodes.EchoNode}.
 */
@NullMarked
package dev.tattle.nodes;

import org.jspecify.annotations.NullMarked;
