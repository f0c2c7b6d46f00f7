/**
 * The memory of a discovery server: who is registered, and for how long.
 *
 * <p>It must not know HTTP, or what a node is.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.registry.Registry}.
 */
@NullMarked
package dev.tattle.runtime.cluster.registry;

import org.jspecify.annotations.NullMarked;
