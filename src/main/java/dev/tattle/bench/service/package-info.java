/**
 * Tests a service that runs already, over HTTP. Commands that the user gives inject the faults.
 *
 * <p>Requests and commands run on threads of their own. Their results are events of the run's loop.
 * The package knows two HTTP APIs, that of our counter service and {@code POST /next} with {@code
 * GET /get}, but no code of a service. Begin with {@link dev.tattle.bench.service.ServiceRun}.
 */
@NullMarked
package dev.tattle.bench.service;

import org.jspecify.annotations.NullMarked;
