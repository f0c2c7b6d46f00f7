package dev.tattle.runtime;

import dev.tattle.core.Message;
import dev.tattle.wire.WireException;

/** The result of reading one line. */
public sealed interface Inbound {
  /** A message. */
  record Received(Message message) implements Inbound {}

  /** A line that is not a message. */
  record Malformed(WireException problem) implements Inbound {}

  /** The reader itself failed. Nothing comes after this. */
  record ReaderFailed(Throwable cause) implements Inbound {}
}
