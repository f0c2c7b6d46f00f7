package dev.tattle.bench.load;

import dev.tattle.bench.history.History;
import dev.tattle.bench.history.Problem;
import dev.tattle.bench.plan.TestOptions;
import dev.tattle.bench.workload.Invariant;
import dev.tattle.bench.workload.Setting;
import dev.tattle.bench.workload.Workload;
import dev.tattle.sim.Network;
import dev.tattle.sim.Scheduler;
import java.util.function.Consumer;

/**
 * Everything that the parts of one run share.
 *
 * @param asMaelstrom whether clients judge errors as Maelstrom's do; a simulated run is stricter
 */
public record RunContext(
    TestOptions options,
    Workload workload,
    Setting setting,
    Invariant invariant,
    Scheduler scheduler,
    Network network,
    Client.Pool clients,
    History history,
    Consumer<Problem> problems,
    boolean asMaelstrom) {}
