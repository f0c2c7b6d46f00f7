package dev.tattle.bench.check.kafka;

import dev.tattle.bench.history.Operation;
import dev.tattle.core.Json;
import org.jspecify.annotations.Nullable;

/** One message of one key's log, and what the history tells of it. */
final class LoggedMessage {
  /** The index of a message whose offset nobody knows. */
  static final int NOWHERE = -1;

  private final KeyLog log;
  private final Json value;
  private @Nullable LogOperation writer;
  private @Nullable LogOperation reader;
  private @Nullable LogOperation okReader;
  private boolean hasFailed;
  private boolean isAcknowledged;
  private int index = NOWHERE;
  private int firstIndex = NOWHERE;
  private int lastIndex = NOWHERE;
  private int places;
  private @Nullable Long knownOffset;

  LoggedMessage(KeyLog log, Json value) {
    this.log = log;
    this.value = value;
  }

  KeyLog log() {
    return log;
  }

  Json value() {
    return value;
  }

  void sentBy(LogOperation operation) {
    writer = operation;
    hasFailed |= operation.type() == Operation.Type.FAIL;
    isAcknowledged |= operation.isOk();
  }

  void polledBy(LogOperation operation) {
    if (reader == null) {
      reader = operation;
    }
    if (okReader == null && operation.isOk()) {
      okReader = operation;
    }
  }

  /** An operation saw it at this offset; false where that was known before. */
  boolean isNewAt(long offset) {
    boolean isNew = knownOffset == null || knownOffset != offset;
    knownOffset = offset;
    return isNew;
  }

  /** It stands at this place of its log, which may be its second one. */
  void standsAt(int place) {
    if (firstIndex == NOWHERE) {
      firstIndex = place;
    }
    lastIndex = place;
    places++;
  }

  /** This place of its log counts as its own. */
  void belongsTo(int place) {
    index = place;
  }

  /**
   * Where it belongs in the order of its log, from 0, without gaps; {@link #NOWHERE} if unknown.
   */
  int index() {
    return index;
  }

  /** Where it was seen first; the same as {@link #index} but for contradictions. */
  int firstIndex() {
    return firstIndex;
  }

  int lastIndex() {
    return lastIndex;
  }

  /** At how many offsets it was seen. */
  int places() {
    return places;
  }

  /** Who sent it, last if it was more than one; null where nobody did. */
  @Nullable LogOperation writer() {
    return writer;
  }

  /** Whose poll showed it first. */
  @Nullable LogOperation reader() {
    return reader;
  }

  /** Whose poll showed it first and ended ok. */
  @Nullable LogOperation okReader() {
    return okReader;
  }

  /** True where a send of it did not happen. */
  boolean hasFailed() {
    return hasFailed;
  }

  /** True where a send of it ended ok. */
  boolean isAcknowledged() {
    return isAcknowledged;
  }

  boolean isPolled() {
    return okReader != null;
  }

  /** True where it is known to be in the log for good, as far as its sender tells. */
  boolean isCommitted() {
    return writer != null && writer.hasHappened();
  }
}
