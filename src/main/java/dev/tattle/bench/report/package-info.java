/**
 * A run as one page, and a local server that lists the store's runs.
 *
 * <p>The Java side turns results, history and messages into bounded columns of numbers and texts.
 * The scripts among the resources draw them; {@code report.js} is the first. Payloads come from
 * strangers, so they reach the page as text only.
 *
 * <p>It must not know how a run was made: on processes or on virtual time.
 *
 * <p>Begin with {@link dev.tattle.bench.report.ReportPage}.
 */
@NullMarked
package dev.tattle.bench.report;

import org.jspecify.annotations.NullMarked;
