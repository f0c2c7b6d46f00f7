/**
 * Tests a service that runs already: HTTP requests, and commands that harm it.
 *
 * <p>Requests and commands run on threads of their own. Their results are events of the run's loop.
 *
 * <p>It must not know a service beyond its HTTP API: that of the counter service, or {@code POST
 * /next} and {@code GET /get}.
 *
 * <p>Begin with {@link dev.tattle.bench.service.ServiceRun}.
 */
@NullMarked
package dev.tattle.bench.service;

import org.jspecify.annotations.NullMarked;
