/**
 * The folder of a run: where results, history, messages and page go.
 *
 * <p>It must not know what is in them beyond their text. Begin with {@link
 * dev.tattle.bench.store.RunFolder}.
 */
@NullMarked
package dev.tattle.bench.store;

import org.jspecify.annotations.NullMarked;
