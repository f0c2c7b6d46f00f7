/**
 * The front door of the library: a node as a program, and a node in the simulator.
 *
 * <p>It knows the rooms that do the work, and none of them knows it. Write a node with {@link
 * dev.tattle.core}; then begin with {@link dev.tattle.StdioNode} or {@link dev.tattle.Simulator}.
 */
@NullMarked
package dev.tattle;

import org.jspecify.annotations.NullMarked;
