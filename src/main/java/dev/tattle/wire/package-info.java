/**
 * Messages and JSON values as text, one JSON object a line; the only room that knows JSON text.
 *
 * <p>It reads and writes with jackson-core's streaming parser and generator: the data-binding layer
 * above them would double the time in which a node starts. It must not know what messages mean.
 * Begin with {@link dev.tattle.wire.MessageCodec}.
 */
@NullMarked
package dev.tattle.wire;

import org.jspecify.annotations.NullMarked;
