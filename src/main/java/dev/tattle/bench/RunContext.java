package dev.tattle.bench;

import dev.tattle.bench.workload.Invariant;
import dev.tattle.bench.workload.Workload;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import java.util.function.Consumer;

/** What the parts of one run share. */
record RunContext(
    TestOptions options,
    Workload workload,
    Invariant invariant,
    Scheduler scheduler,
    Network network,
    Client.Pool clients,
    History history,
    Dissemination dissemination,
    Consumer<Problem> problems) {}
