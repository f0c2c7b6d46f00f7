package dev.tattle.runtime.cluster.http;

import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.node.DiskHealth;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.PeerCounts;
import dev.tattle.runtime.cluster.peer.PeerNetwork;

/**
 * The parts of a program that know the state of its node.
 *
 * @param strong the engine that keeps its strong counters
 * @param strongOwn the same engine, asked in the node's own name
 */
public record NodeFacts(
    NodePort node,
    CounterEngine strong,
    CounterEngine strongOwn,
    PeerNetwork peers,
    PeerCounts counts,
    DiskHealth disk,
    Readiness readiness) {}
