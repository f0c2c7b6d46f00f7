/**
 * An HTTP client of the counter service, which tries node after node.
 *
 * <p>It repeats a request only where that is safe.
 *
 * <p>It must not know how nodes are run.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.client.ServiceClient}.
 */
@NullMarked
package dev.tattle.runtime.cluster.client;

import org.jspecify.annotations.NullMarked;
