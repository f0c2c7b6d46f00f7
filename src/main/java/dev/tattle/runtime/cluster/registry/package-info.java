/**
 * Who is registered with a discovery server, and for how long.
 *
 * <p>It must not know HTTP, or what a node is. Begin with {@link
 * dev.tattle.runtime.cluster.registry.Registry}.
 */
@NullMarked
package dev.tattle.runtime.cluster.registry;

import org.jspecify.annotations.NullMarked;
