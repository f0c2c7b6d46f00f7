package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What nodes of a group say to each other. All messages bear the sender's term, and none needs
 * another: what is lost is said again.
 */
sealed interface RaftMessage {
  /** The sender's term; of a candidate, the one that it would lead. */
  long term();

  /** True for what only a leader sends to its followers. */
  default boolean isFromLeader() {
    return false;
  }

  /**
   * The message on the wire.
   *
   * @param of the group that it belongs to
   */
  Body toBody(Json of);

  /**
   * Asks for a vote (RequestVote, paper 5.2).
   *
   * @param last of the candidate's log
   * @param at the candidate's time, in nanoseconds, which comes back in the answer
   * @param isTrial whether it only wants to know if it would win: pre-vote (thesis 9.6)
   * @param isForced whether the leader itself wants the candidate to take over (thesis 3.10)
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
   * The answer.
   *
   * @param asked the term that the candidate would lead
   * @param at what the question had
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
   * Entries that follow a position, or none: a heartbeat (AppendEntries, paper 5.3).
   *
   * @param round which of the leader's rounds this belongs to: an answer of this round shows that
   *     the sender was still the leader when the round began
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
   * The sender's log is the leader's up to some index.
   *
   * @param round the greatest that it has heard of
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
   * The sender's log has no such position: nothing was appended. Or the sender knows a later term.
   *
   * @param rejected the index of that position
   * @param hint the last position of its log at which both may agree
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
   * One part of a snapshot, for a follower that needs entries which the leader no longer has
   * (InstallSnapshot, paper 7).
   *
   * @param last what the snapshot stands for
   * @param part which of the parts this is, from 0
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
   * The sender has the first parts of a snapshot, not yet all: those who have all say {@link
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

  /** Asks from which index on a state is fresh enough to be read (thesis 6.4). */
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

  /** The answer: who has applied this index sees all that was done before the question. */
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

  /** The leader wants the receiver to take over at once (thesis 3.10). */
  record TimeoutNow(long term) implements RaftMessage {
    static final String TYPE = "timeout_now";

    @Override
    public Body toBody(Json of) {
      return RaftMessages.body(TYPE, of, term);
    }
  }
}
