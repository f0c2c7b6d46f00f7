/**
 * One node on an input and an output stream, one message a line, as Maelstrom runs it.
 *
 * <p>Two threads: one reads and decodes lines, so that no handler ever blocks stdin; one runs the
 * node, its messages and its timers, and writes. Between them is a bounded inbox. It must not know
 * any protocol or workload, nor end the process. Begin with {@link
 * dev.tattle.runtime.stdio.StdioRuntime}.
 */
@NullMarked
package dev.tattle.runtime.stdio;

import org.jspecify.annotations.NullMarked;
