/**
 * What people look at: one page a run, and a server on this machine that lists the runs of a store.
 *
 * <p>The Java side turns results, history and messages into bounded columns of numbers and texts;
 * the scripts among the resources, of which {@code report.js} is the first, draw them. Payloads are
 * strangers': they reach the page as text only. It must not know how a run was made, on processes
 * or on virtual time. Begin with {@link dev.tattle.bench.report.ReportPage}.
 */
@NullMarked
package dev.tattle.bench.report;

import org.jspecify.annotations.NullMarked;
