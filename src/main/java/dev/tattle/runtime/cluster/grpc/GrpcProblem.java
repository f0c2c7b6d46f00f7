package dev.tattle.runtime.cluster.grpc;

import dev.tattle.runtime.cluster.http.HttpProblem;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.common.InvalidMessageException;
import io.vertx.grpc.common.MessageSizeOverflowException;
import io.vertx.grpc.server.GrpcServerResponse;

/** Maps problems to the status codes of gRPC's guide. */
final class GrpcProblem {
  private GrpcProblem() {}

  static GrpcStatus status(HttpProblem problem) {
    return switch (problem.type()) {
      case "malformed-request" -> GrpcStatus.INVALID_ARGUMENT;
      case "no-such-counter" -> GrpcStatus.NOT_FOUND;
      case "conflict" -> GrpcStatus.FAILED_PRECONDITION;
      case "no-token" -> GrpcStatus.UNAUTHENTICATED;
      case "role-too-small" -> GrpcStatus.PERMISSION_DENIED;
      case "too-large", "too-many-watchers" -> GrpcStatus.RESOURCE_EXHAUSTED;
      case "not-supported" -> GrpcStatus.UNIMPLEMENTED;
      case "temporarily-unavailable" -> GrpcStatus.UNAVAILABLE;
      case "timeout" -> GrpcStatus.DEADLINE_EXCEEDED;
      case "outcome-unknown" -> GrpcStatus.UNKNOWN;
      default -> GrpcStatus.INTERNAL;
    };
  }

  /** The problem of a message that could not be read. */
  static HttpProblem of(InvalidMessageException invalid) {
    return invalid instanceof MessageSizeOverflowException
        ? HttpProblem.tooLarge("request: expected a smaller message")
        : HttpProblem.malformed("request: expected a message of the method's type");
  }

  /** Ends a failed call with its status. */
  static void end(GrpcServerResponse<?, ?> response, HttpProblem problem) {
    response.status(status(problem)).statusMessage(problem.detail()).end();
  }
}
