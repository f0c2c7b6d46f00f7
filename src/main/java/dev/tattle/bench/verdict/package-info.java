/**
 * Verdicts in words for people: the summary, the offending operations, the figures of many runs.
 *
 * <p>It must not know how a run was made, or who reads it where. Begin with {@link
 * dev.tattle.bench.verdict.Summary}, then {@link dev.tattle.bench.verdict.Offenders}.
 */
@NullMarked
package dev.tattle.bench.verdict;

import org.jspecify.annotations.NullMarked;
