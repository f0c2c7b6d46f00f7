package dev.tattle.bench;

import dev.tattle.core.Json;
import java.util.List;

/**
 * What a run left behind.
 *
 * @param history of all operations, in order
 * @param net counts of messages, as they stand under {@code "net"} in results
 * @param journal the messages themselves
 * @param problems the first ones with nodes
 * @param problemCount how many there were
 * @param isBroken true where a problem ended the run early
 */
public record TestResult(
    List<Operation> history,
    Json.Obj net,
    NetJournal journal,
    List<Problem> problems,
    long problemCount,
    boolean isBroken) {}
