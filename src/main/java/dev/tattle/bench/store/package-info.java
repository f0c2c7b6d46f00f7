/**
 * The folder of a run: results, history, messages, logs and the page.
 *
 * <p>It must not know what its files say, beyond their text.
 *
 * <p>Begin with {@link dev.tattle.bench.store.RunFolder}.
 */
@NullMarked
package dev.tattle.bench.store;

import org.jspecify.annotations.NullMarked;
