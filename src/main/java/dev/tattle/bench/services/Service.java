package dev.tattle.bench.services;

import dev.tattle.core.Body;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;

/** A state machine that answers each request at once. */
public interface Service {
  /**
   * Carries out a request.
   *
   * @return the reply, without its ids
   * @throws RequestException where the request is unknown or malformed; nothing has changed then
   */
  Body handle(NodeId client, Body request);

  /** What a service throws at a request of a type that it does not know. */
  static RequestException notSupported(Body request, String known) {
    return new RequestException(
        RpcError.NOT_SUPPORTED,
        "this service knows %s, but not '%s'; see %s"
            .formatted(known, request.type(), RequestException.MANUAL));
  }
}
