/**
 * A client of the counter service over HTTP: it tries one node after the other, and repeats only
 * what is safe to repeat.
 *
 * <p>It must not know how nodes are run. Begin with {@link
 * dev.tattle.runtime.cluster.client.ServiceClient}.
 */
@NullMarked
package dev.tattle.runtime.cluster.client;

import org.jspecify.annotations.NullMarked;
