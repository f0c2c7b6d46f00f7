/**
 * The gRPC face of the counter service, on the same port as HTTP.
 *
 * <p>It serves {@code counters.proto}, health and reflection. A call becomes the same message to
 * the node as an HTTP request, and is refused for the same reasons. This package turns Protobuf
 * messages into those messages, and problems into status codes. The Protobuf classes are generated
 * into {@code grpc.proto}.
 *
 * <p>It must not know frames, or how the node keeps counters.
 *
 * <p>Begin with {@link dev.tattle.runtime.cluster.grpc.GrpcFace}.
 */
@NullMarked
package dev.tattle.runtime.cluster.grpc;

import org.jspecify.annotations.NullMarked;
