/**
 * The packaged jar through its launchers, as real processes: what {@code mvn verify} runs beyond
 * the unit tests.
 *
 * <p>These tests assert what is right, never how fast it is; whoever waits longer than {@link
 * dev.tattle.it.Launchers#PATIENCE} hangs. Begin with {@link dev.tattle.it.ReplayIT}.
 */
package dev.tattle.it;
