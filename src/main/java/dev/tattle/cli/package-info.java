/**
 * The command line: one class a command. Only this package ends the process.
 *
 * <p>{@code Main} reads {@code node} by hand. It loads nothing that it does not need, because test
 * benches wait for nodes to start.
 *
 * <p>Begin with {@link dev.tattle.cli.Main}.
 */
@NullMarked
package dev.tattle.cli;

import org.jspecify.annotations.NullMarked;
