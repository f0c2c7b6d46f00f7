package dev.tattle.bench.report;

import dev.tattle.bench.check.Results;
import dev.tattle.bench.history.Operation;
import dev.tattle.bench.net.NetJournal;
import dev.tattle.bench.plan.TestOptions;
import java.util.List;

/**
 * The contents of a page.
 *
 * @param title of the run, such as the path of its directory in the store
 * @param command that repeats the run, as one would type it
 * @param program under test, and its arguments
 * @param files beside the page to link to, by relative path
 */
public record Report(
    String title,
    String command,
    String program,
    List<String> files,
    TestOptions options,
    Results results,
    List<Operation> history,
    NetJournal journal) {}
