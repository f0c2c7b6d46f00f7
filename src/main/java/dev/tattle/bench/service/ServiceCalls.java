package dev.tattle.bench.service;

import dev.tattle.core.Body;
import java.net.URI;
import java.net.http.HttpRequest;

/** How the messages of a workload's clients become requests of HTTP, and answers replies. */
interface ServiceCalls {
  int REDIRECT = 300;
  int ERROR_OF_SERVER = 500;

  /** True if a status of HTTP says that the request was carried out. */
  static boolean isOk(int status) {
    return status >= 200 && status < REDIRECT;
  }

  /**
   * The request that asks the same as the message.
   *
   * @param node the URL of the node that is asked
   */
  HttpRequest request(URI node, Body message);

  /**
   * The reply to the message. It is a definite error only if the answer proves that the node did
   * nothing.
   *
   * @param status of HTTP
   * @param text the body of the answer
   */
  Body reply(Body message, int status, String text);
}
