/**
 * The programs under test, one protocol a file: each serves one of Maelstrom's workloads.
 *
 * <p>A node is a deterministic state machine: no clock, thread, randomness of its own, file, socket
 * or logger, and no idea of what runs it. Begin with {@link dev.tattle.nodes.EchoNode}.
 */
@NullMarked
package dev.tattle.nodes;

import org.jspecify.annotations.NullMarked;
