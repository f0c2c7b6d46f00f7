package dev.tattle.bench.check.kafka;

import dev.tattle.bench.history.Operation;
import dev.tattle.bench.history.Shown;
import dev.tattle.core.Json;
import org.jspecify.annotations.Nullable;

/** One message of one key's log, and what the history says about it. */
final class LoggedMessage {
  /** The index of a message with an unknown offset. */
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

  /** Records that an operation saw it at this offset; false if that was known. */
  boolean isNewAt(long offset) {
    boolean isNew = knownOffset == null || knownOffset != offset;
    knownOffset = offset;
    return isNew;
  }

  /** Records that it is at this place of its log; it may have several places. */
  void standsAt(int place) {
    if (firstIndex == NOWHERE) {
      firstIndex = place;
    }
    lastIndex = place;
    places++;
  }

  /** Makes this place its own. */
  void belongsTo(int place) {
    index = place;
  }

  /** Its place in the order of its log, from 0, without gaps; {@link #NOWHERE} if unknown. */
  int index() {
    return index;
  }

  /**
   * The first place at which it was seen. This differs from {@link #index} only after
   * contradictions.
   */
  int firstIndex() {
    return firstIndex;
  }

  int lastIndex() {
    return lastIndex;
  }

  /** The number of offsets at which it was seen. */
  int places() {
    return places;
  }

  /** Formats it for people: {@code "message 3"}. */
  String text() {
    return "message " + Shown.text(value);
  }

  /** Formats it with the offset of this place of its log: {@code "message 3 (offset 7)"}. */
  String textAt(int place) {
    return text() + " (offset " + log.offset(place) + ")";
  }

  /** The operation that sent it, the last of several; null if none did. */
  @Nullable LogOperation writer() {
    return writer;
  }

  /** The first operation whose poll showed it. */
  @Nullable LogOperation reader() {
    return reader;
  }

  /** The first operation that ended ok and whose poll showed it. */
  @Nullable LogOperation okReader() {
    return okReader;
  }

  /** True if a send of it failed. */
  boolean hasFailed() {
    return hasFailed;
  }

  /** True if a send of it ended ok. */
  boolean isAcknowledged() {
    return isAcknowledged;
  }

  boolean isPolled() {
    return okReader != null;
  }

  /** True if its send certainly happened, as far as the sender shows. */
  boolean isCommitted() {
    return writer != null && writer.hasHappened();
  }
}
