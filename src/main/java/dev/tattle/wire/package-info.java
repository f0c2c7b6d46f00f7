/**
 * Messages and values as text: JSON, and Maelstrom's histories in EDN.
 *
 * <p>No other package imports a parser. It uses the streaming parser and generator of jackson-core:
 * data binding above them would double the time that a node takes to start.
 *
 * <p>It must not know what messages mean.
 *
 * <p>Begin with {@link dev.tattle.wire.MessageCodec}.
 */
@NullMarked
package dev.tattle.wire;

import org.jspecify.annotations.NullMarked;
