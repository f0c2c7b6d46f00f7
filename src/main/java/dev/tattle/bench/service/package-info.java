/**
 * A service that runs already, over HTTP: it is asked as its clients ask it, and commands that the
 * caller gives do it harm.
 *
 * <p>Requests and commands run on threads of their own; what comes of them is an event of the run's
 * loop. It knows the HTTP API of the counter service, and nothing else of it. Begin with {@link
 * dev.tattle.bench.service.ServiceRun}.
 */
@NullMarked
package dev.tattle.bench.service;

import org.jspecify.annotations.NullMarked;
