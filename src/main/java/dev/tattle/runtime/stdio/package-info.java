/**
 * One node on stdin and stdout, one message a line, as Maelstrom runs it.
 *
 * <p>There are two threads. One reads and decodes lines, so that no handler ever blocks stdin. The
 * other runs the node: its messages, its timers and its output. A bounded inbox stands between
 * them.
 *
 * <p>It must not know any protocol or workload, and must not end the process.
 *
 * <p>Begin with {@link dev.tattle.runtime.stdio.StdioRuntime}.
 */
@NullMarked
package dev.tattle.runtime.stdio;

import org.jspecify.annotations.NullMarked;
