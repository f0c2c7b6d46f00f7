/**
 * Verdicts in words: summary, offending operations, figures of many runs.
 *
 * <p>It must not know how a run was made, or where people read this.
 *
 * <p>Begin with {@link dev.tattle.bench.verdict.Summary}, then {@link
 * dev.tattle.bench.verdict.Offenders}.
 */
@NullMarked
package dev.tattle.bench.verdict;

import org.jspecify.annotations.NullMarked;
