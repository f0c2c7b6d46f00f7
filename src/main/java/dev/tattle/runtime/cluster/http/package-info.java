/**
 * The HTTP face of the counter service: routes, limits, problems, the page.
 *
 * <p>A request becomes a message to the node, and the node's answer becomes the response.
 *
 * <p>It must not know frames, or how the node keeps counters.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.http.HttpFace}, then {@link
 * dev.tattle.runtime.cluster.http.Routes} and {@link
 * dev.tattle.runtime.cluster.http.CounterRouter}.
 */
@NullMarked
package dev.tattle.runtime.cluster.http;

import org.jspecify.annotations.NullMarked;
