package dev.tattle.nodes;

import dev.tattle.core.Json;
import dev.tattle.crdt.ReplicaId;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of fencing a node that is gone, as a record in its writer's log. Every node reads every
 * log, so the logs are both the messages and the memory of the agreement.
 *
 * @param writer the node that wrote the note
 * @param replica the replica whose log is cut
 * @param number the number of the fence, from 1, because a replica may be fenced again after it
 *     returned
 * @param end where the log is cut; for a promise, how much of the log its writer has
 * @param ballot the ballot of this step; 0 for none
 * @param voted in a promise, the ballot of its writer's last vote; 0 if it has not voted
 * @param votedEnd in a promise, the end that its writer voted for
 */
record FenceNote(
    Step step,
    String writer,
    ReplicaId replica,
    long number,
    long end,
    long ballot,
    long voted,
    long votedEnd) {
  /** Lamport's phases 1a, 1b, 2a and 2b, the decision, and the way back. */
  enum Step {
    /** Asks for promises. */
    PREPARE,
    /**
     * Promises to take part in no lower ballot, and to claim no more of the log than it has now.
     */
    PROMISE,
    /** Proposes an end. */
    PROPOSE,
    /** Votes for an end; the writer has the log up to there. */
    VOTE,
    /** Says that a majority has voted. */
    FENCED,
    /** The fenced replica has learnt of the fence: its word counts again. */
    RETURNS,
    /**
     * The replica knows what the others know. Its void messages up to {@code end} follow, under new
     * offsets.
     */
    BACK
  }

  private static final String STEP = "step";

  /** Makes a step without a ballot. */
  static FenceNote of(Step step, String writer, ReplicaId replica, long number, long end) {
    return new FenceNote(step, writer, replica, number, end, 0, 0, 0);
  }

  /** This step in a ballot. */
  FenceNote in(long newBallot) {
    return new FenceNote(step, writer, replica, number, end, newBallot, voted, votedEnd);
  }

  /** This promise, with its writer's last vote. */
  FenceNote afterVote(FenceNote vote) {
    return new FenceNote(step, writer, replica, number, end, ballot, vote.ballot, vote.end);
  }

  Json toJson() {
    return Json.object(
        STEP,
        Json.of(step.name().toLowerCase(Locale.ROOT)),
        "node",
        Json.of(writer),
        "replica",
        Json.of(replica.name()),
        "number",
        Json.of(number),
        "end",
        Json.of(end),
        "ballot",
        Json.of(ballot),
        "voted",
        Json.of(voted),
        "voted_end",
        Json.of(votedEnd));
  }

  /** Reads a record as a note; null if it is none. */
  static @Nullable FenceNote of(Json record) {
    if (!(record instanceof Json.Obj object)) {
      return null;
    }
    Map<String, Json> fields = object.fields();
    Step step = step(fields.get(STEP));
    if (step == null
        || !(fields.get("node") instanceof Json.Text writer)
        || !(fields.get("replica") instanceof Json.Text replica)) {
      return null;
    }
    long number = number(fields, "number");
    long end = number(fields, "end");
    long ballot = number(fields, "ballot");
    long voted = number(fields, "voted");
    long votedEnd = number(fields, "voted_end");
    if (Math.min(number - 1, Math.min(Math.min(end, ballot), Math.min(voted, votedEnd))) < 0) {
      return null;
    }
    return new FenceNote(
        step, writer.value(), new ReplicaId(replica.value()), number, end, ballot, voted, votedEnd);
  }

  private static long number(Map<String, Json> fields, String name) {
    return fields.get(name) instanceof Json.Int integer ? integer.value() : -1;
  }

  private static @Nullable Step step(@Nullable Json step) {
    for (Step one : Step.values()) {
      if (step instanceof Json.Text text
          && text.value().equals(one.name().toLowerCase(Locale.ROOT))) {
        return one;
      }
    }
    return null;
  }
}
