package dev.tattle.runtime.cluster;

import dev.tattle.runtime.cluster.grpc.CallCounts;
import dev.tattle.runtime.cluster.grpc.CallGuard;
import dev.tattle.runtime.cluster.grpc.CounterCallHandlers;
import dev.tattle.runtime.cluster.grpc.GrpcFace;
import dev.tattle.runtime.cluster.http.CounterDesk;
import dev.tattle.runtime.cluster.http.HttpFace;
import dev.tattle.runtime.cluster.http.HttpLimits;
import dev.tattle.runtime.cluster.http.Leave;
import dev.tattle.runtime.cluster.http.NodeFacts;
import dev.tattle.runtime.cluster.http.Routes;
import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.security.Secrets;
import io.vertx.core.Vertx;

/** Builds the server for clients, which serves both HTTP and gRPC. */
record Faces(
    ClusterOptions options, Secrets secrets, NetworkLoop network, Metrics metrics, Leave leave) {
  /** Builds a server that does not listen yet. */
  HttpFace of(NodeFacts facts, CounterEngine counters) {
    HttpLimits limits = options.limits();
    Vertx vertx = network.vertx();
    CounterDesk desk = CounterDesk.of(vertx, counters, limits);
    HttpFace both =
        Routes.face(
            vertx,
            network.sockets(),
            options.runtime().log(),
            limits,
            secrets.doorkeeper(),
            facts,
            desk,
            metrics,
            leave,
            options.isAdmin());
    CounterCallHandlers calls = new CounterCallHandlers(desk);
    both.passGrpcTo(
        new CallCounts(metrics)
            .counting(
                new CallGuard(secrets.doorkeeper())
                    .guarding(GrpcFace.handler(vertx, limits, calls, facts.readiness()))));
    return both;
  }
}
