/**
 * The gRPC face: the service of {@code counters.proto}, health and reflection, on the same port as
 * HTTP.
 *
 * <p>A call becomes the same message to the node as a request of HTTP, and is refused for the same
 * reasons; here messages of Protobuf are turned into those, and problems into status codes. The
 * classes of the messages are generated into {@code grpc.proto}. Begin with {@link
 * dev.tattle.runtime.cluster.grpc.GrpcFace}.
 */
@NullMarked
package dev.tattle.runtime.cluster.grpc;

import org.jspecify.annotations.NullMarked;
