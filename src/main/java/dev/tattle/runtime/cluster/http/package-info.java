/**
 * The HTTP/JSON face: routes, limits, problem details, metrics.
 *
 * <p>A request becomes a message to the node, and the node's answer becomes the response; nothing
 * here counts anything but requests. It must not know frames, or how the node keeps counters. Begin
 * with {@link dev.tattle.runtime.cluster.http.HttpFace}, then {@link
 * dev.tattle.runtime.cluster.http.Routes}.
 */
@NullMarked
package dev.tattle.runtime.cluster.http;

import org.jspecify.annotations.NullMarked;
