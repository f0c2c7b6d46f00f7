/**
 * The command line: one class a command, and the only room that ends the process.
 *
 * <p>{@code node} is read by hand and loads nothing that it does not need, because test benches
 * wait for nodes to start. Begin with {@link dev.tattle.cli.Main}.
 */
@NullMarked
package dev.tattle.cli;

import org.jspecify.annotations.NullMarked;
