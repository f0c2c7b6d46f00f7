package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A message between nodes of a group. Each has the sender's term, and none relies on another: lost
 * ones are sent again.
 */
sealed interface RaftMessage {
  /** The sender's term; for a candidate, the one that it would lead. */
  long term();

  /** True for a message that only a leader sends. */
  default boolean isFromLeader() {
    return false;
  }

  /**
   * The message as a body.
   *
   * @param of the group that the message belongs to
   */
  Body toBody(Json of);

  /**
   * Asks for a vote (RequestVote, paper 5.2).
   *
   * @param last the last position of the candidate's log
   * @param at the candidate's time in nanoseconds, which comes back in the answer
   * @param isTrial whether it only asks if it would win: pre-vote (thesis 9.6)
   * @param isForced whether the leader wants the candidate to take over (thesis 3.10)
   */
  record RequestVote(long term, Position last, long at, boolean isTrial, boolean isForced)
      implements RaftMessage {
    static final String TYPE = "request_vote";

    @Override
    public Body toBody(Json of) {
      Body body = RaftMessages.body(TYPE, of, term, "last", last.toJson(), "at", at);
      Body trial = isTrial ? body.with("trial", Json.of(true)) : body;
      return isForced ? trial.with("forced", Json.of(true)) : trial;
    }

    static RequestVote of(Body body) {
      return new RequestVote(
          body.integer("term"),
          Position.fromJson(body.json("last")),
          body.integer("at"),
          body.has("trial"),
          body.has("forced"));
    }
  }

  /**
   * The answer to {@link RequestVote}.
   *
   * @param asked the term that the candidate would lead
   * @param at the {@code at} of the question
   */
  record Vote(long term, long asked, long at, boolean isTrial, boolean isGranted)
      implements RaftMessage {
    static final String TYPE = "request_vote_ok";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(
          TYPE, of, term, "asked", asked, "at", at, "trial", isTrial, "granted", isGranted);
    }

    static Vote of(Body body) {
      return new Vote(
          body.integer("term"),
          body.integer("asked"),
          body.integer("at"),
          body.bool("trial"),
          body.bool("granted"));
    }
  }

  /**
   * Entries that follow a position; a heartbeat has none (AppendEntries, paper 5.3).
   *
   * @param round the leader's round. An answer of this round shows that the follower still followed
   *     when the round began
   * @param commit all entries up to this index are committed
   */
  record AppendEntries(long term, long round, Position previous, List<Entry> entries, long commit)
      implements RaftMessage {
    static final String TYPE = "append_entries";

    public AppendEntries {
      entries = List.copyOf(entries);
    }

    @Override
    public boolean isFromLeader() {
      return true;
    }

    @Override
    public Body toBody(Json of) {
      List<Json> items = new ArrayList<>(entries.size());
      for (Entry entry : entries) {
        items.add(entry.toJson());
      }
      return RaftMessages.body(
          TYPE,
          of,
          term,
          "round",
          round,
          "previous",
          previous.toJson(),
          "entries",
          Json.array(items),
          "commit",
          commit);
    }

    static AppendEntries of(Body body) {
      List<Entry> entries = new ArrayList<>();
      for (Json item : body.array("entries")) {
        entries.add(Entry.fromJson(item));
      }
      return new AppendEntries(
          body.integer("term"),
          body.integer("round"),
          Position.fromJson(body.json("previous")),
          entries,
          body.integer("commit"));
    }
  }

  /**
   * The answer: the sender's log equals the leader's up to an index.
   *
   * @param round the greatest round that the sender has heard of
   */
  record Appended(long term, long round, long match) implements RaftMessage {
    static final String TYPE = "append_entries_ok";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(TYPE, of, term, "round", round, "match", match);
    }

    static Appended of(Body body) {
      return new Appended(body.integer("term"), body.integer("round"), body.integer("match"));
    }
  }

  /**
   * The answer if the sender's log lacks the position, or if the sender knows a later term.
   *
   * @param rejected the index of that position
   * @param hint the last position in the sender's log at which the logs may agree
   */
  record Rejected(long term, long round, long rejected, Position hint) implements RaftMessage {
    static final String TYPE = "append_entries_rejected";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(
          TYPE, of, term, "round", round, "rejected", rejected, "hint", hint.toJson());
    }

    static Rejected of(Body body) {
      return new Rejected(
          body.integer("term"),
          body.integer("round"),
          body.integer("rejected"),
          Position.fromJson(body.json("hint")));
    }
  }

  /**
   * One part of a snapshot, for a follower that needs entries that the leader no longer has
   * (InstallSnapshot, paper 7).
   *
   * @param last the last position that the snapshot covers
   * @param part the number of this part, from 0
   * @param parts how many there are, at least one
   */
  record InstallSnapshot(
      long term, long round, Position last, Members members, long part, long parts, Json content)
      implements RaftMessage {
    static final String TYPE = "install_snapshot";

    @Override
    public boolean isFromLeader() {
      return true;
    }

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(
          TYPE,
          of,
          term,
          "round",
          round,
          "last",
          last.toJson(),
          "members",
          members.toJson(),
          "part",
          part,
          "parts",
          parts,
          "content",
          content);
    }

    static InstallSnapshot of(Body body) {
      return new InstallSnapshot(
          body.integer("term"),
          body.integer("round"),
          Position.fromJson(body.json("last")),
          Members.fromJson(body.json("members")),
          body.integer("part"),
          body.integer("parts"),
          body.json("content"));
    }
  }

  /**
   * The answer if the sender has the first parts of a snapshot. Once it has all, it sends {@link
   * Appended}.
   */
  record PartKept(long term, long round, long index, long next) implements RaftMessage {
    static final String TYPE = "install_snapshot_ok";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(TYPE, of, term, "round", round, "index", index, "next", next);
    }

    static PartKept of(Body body) {
      return new PartKept(
          body.integer("term"), body.integer("round"), body.integer("index"), body.integer("next"));
    }
  }

  /** Asks from which index on a state is fresh enough for a read (thesis 6.4). */
  record ReadIndex(long term, long ticket) implements RaftMessage {
    static final String TYPE = "read_index";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(TYPE, of, term, "ticket", ticket);
    }

    static ReadIndex of(Body body) {
      return new ReadIndex(body.integer("term"), body.integer("ticket"));
    }
  }

  /** The answer: a state with this index applied includes all that was done before the question. */
  record ReadIndexed(long term, long ticket, long index) implements RaftMessage {
    static final String TYPE = "read_index_ok";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(TYPE, of, term, "ticket", ticket, "index", index);
    }

    static ReadIndexed of(Body body) {
      return new ReadIndexed(body.integer("term"), body.integer("ticket"), body.integer("index"));
    }
  }

  /** Makes the receiver stand for election at once: the leader hands over (thesis 3.10). */
  record TimeoutNow(long term) implements RaftMessage {
    static final String TYPE = "timeout_now";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(TYPE, of, term);
    }
  }
}
