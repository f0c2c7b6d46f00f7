package dev.tattle.raft;

import dev.tattle.core.Environment;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Elects a leader (paper 5.2).
 *
 * <p>A node that hears no leader first asks which nodes would vote for it. Such a <em>trial</em>
 * (pre-vote, thesis 9.6) changes no node's term. So a node that was cut off forces no election when
 * it comes back. A node that hears a leader votes for no candidate (thesis 4.2.3). An answer counts
 * however late it comes, because only a later term ends a candidacy.
 */
final class Elections {
  private static final Duration SHORTEST_WAIT = Duration.ofMillis(1);

  /** How soon a new group gets its first leader, without an election timeout. */
  private static final Duration FOUNDING = Duration.ofMillis(50);

  /**
   * The longest round trip that counts. A longer one may have been slow for once, and there must be
   * a leader within two seconds of the last fault.
   */
  private static final Duration LONGEST_ROUND_TRIP = Duration.ofMillis(400);

  private static final long ANSWERED = -1;

  private final Environment environment;
  private final Raft raft;
  private final RaftLog log;
  private final RaftSettings settings;

  /** The votes that this node would get in the next term; null if it has not asked. */
  private @Nullable Candidacy trial;

  /** The votes for this node in this term; null if it has not asked. */
  private @Nullable Candidacy candidacy;

  private long heardNanos;

  /** Since when no majority answers trials; {@link #ANSWERED} if one does. */
  private long unansweredNanos = ANSWERED;

  private long roundTripNanos;
  private long waitNanos;

  Elections(Environment environment, Raft raft, RaftLog log, RaftSettings settings) {
    this.environment = environment;
    this.raft = raft;
    this.log = log;
    this.settings = settings;
    heardNanos = environment.nowNanos();
  }

  void onStart(Outbox out) {
    boolean isFounder = raft.term() == 0 && log.members().voters().indexOf(raft.self()) == 0;
    waitNanos = isFounder ? FOUNDING.toNanos() : drawnWait();
    arm(waitNanos, out);
  }

  /** How long a node waits for a leader, at least. It waits longer if answers take long. */
  long patienceNanos() {
    return Math.max(settings.electionTimeout().toNanos(), 2 * roundTripNanos);
  }

  private long drawnWait() {
    long least = patienceNanos();
    return least + environment.random().nextLong(least);
  }

  private static void arm(long nanos, Outbox out) {
    Duration wait = Duration.ofNanos(nanos);
    // If the clock's rate has changed, the clock may be a little behind the timer.
    out.setTimer(RaftTimer.ELECTION, wait.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : wait);
  }

  /**
   * True if this node asks for votes and no majority answers. Then it can do nothing for its
   * clients, and can tell them so at once.
   */
  boolean isCutOff() {
    return unansweredNanos != ANSWERED
        && environment.nowNanos() - unansweredNanos >= patienceNanos() / 2;
  }

  /** Notes that a leader of this term was heard. */
  void heardLeader() {
    heardNanos = environment.nowNanos();
    unansweredNanos = ANSWERED;
    end();
  }

  /** Ends the candidacy, because a later term has begun or this node leads. */
  void end() {
    trial = null;
    candidacy = null;
  }

  /** Notes that this node no longer leads. */
  void resigned() {
    heardNanos = environment.nowNanos();
  }

  void onTimer(Outbox out) {
    long leftNanos = waitNanos - (environment.nowNanos() - heardNanos);
    if (raft.leading() != null || !log.members().isVoter(raft.self())) {
      arm(waitNanos, out);
    } else if (leftNanos > 0) {
      arm(leftNanos, out);
    } else {
      waitNanos = drawnWait();
      heardNanos = environment.nowNanos();
      arm(waitNanos, out);
      raft.forgetLeader();
      tryOut(out);
    }
  }

  private void tryOut(Outbox out) {
    Candidacy next = trial;
    if (next == null || next.term() != raft.term() + 1) {
      next = new Candidacy(raft.term() + 1);
      next.voted(raft.self(), true);
      trial = next;
    }
    if (next.isWon(log.members())) {
      stand(false, out);
    } else {
      if (unansweredNanos == ANSWERED) {
        unansweredNanos = environment.nowNanos();
      }
      askForVotes(next.term(), true, false, out);
    }
  }

  /** Stands for election in the next term. */
  private void stand(boolean isForced, Outbox out) {
    raft.vote(raft.term() + 1, raft.self(), out);
    trial = null;
    Candidacy campaign = new Candidacy(raft.term());
    campaign.voted(raft.self(), true);
    candidacy = campaign;
    if (campaign.isWon(log.members())) {
      raft.lead(patienceNanos(), out);
    } else {
      askForVotes(raft.term(), false, isForced, out);
    }
  }

  private void askForVotes(long forTerm, boolean isTrial, boolean isForced, Outbox out) {
    RaftMessage request =
        new RaftMessage.RequestVote(forTerm, log.last(), environment.nowNanos(), isTrial, isForced);
    for (NodeId voter : log.members().voters()) {
      if (!voter.equals(raft.self())) {
        raft.send(voter, request, out);
      }
    }
  }

  void onRequestVote(NodeId from, RaftMessage.RequestVote request, Outbox out) {
    if (hearsLeader() && !request.isForced()) {
      return; // The sender may be cut off or no longer a member: it must not disturb the leader.
    }
    boolean isLater = request.term() > raft.term();
    boolean isUpToDate = request.last().isAtLeast(log.last());
    boolean isGranted = isUpToDate && (isLater || (!request.isTrial() && mayVote(from, request)));
    if (isGranted && !request.isTrial()) {
      raft.vote(request.term(), from, out);
      heardNanos = environment.nowNanos();
    } else if (isLater && !request.isTrial()) {
      raft.adopt(request.term(), out);
    }
    RaftMessage answer =
        new RaftMessage.Vote(
            raft.term(), request.term(), request.at(), request.isTrial(), isGranted);
    raft.send(from, answer, out);
  }

  private boolean hearsLeader() {
    long sinceNanos = environment.nowNanos() - heardNanos;
    return raft.leading() != null
        || (raft.leader() != null && sinceNanos < settings.electionTimeout().toNanos());
  }

  private boolean mayVote(NodeId candidate, RaftMessage.RequestVote request) {
    NodeId earlier = raft.vote();
    return request.term() == raft.term() && (earlier == null || earlier.equals(candidate));
  }

  void onVote(NodeId from, RaftMessage.Vote vote, Outbox out) {
    if (raft.leader() != null) {
      return; // The election is decided.
    }
    long took = environment.nowNanos() - vote.at();
    if (took >= 0) {
      roundTripNanos = Math.min(took, LONGEST_ROUND_TRIP.toNanos());
    }
    Candidacy campaign = vote.isTrial() ? trial : candidacy;
    if (campaign == null || campaign.term() != vote.asked()) {
      return;
    }
    campaign.voted(from, vote.isGranted());
    if (campaign.isAnswered(log.members())) {
      unansweredNanos = ANSWERED;
    }
    if (vote.isGranted() && !vote.isTrial()) {
      raft.voted(from);
    }
    if (campaign.isWon(log.members())) {
      if (vote.isTrial()) {
        stand(false, out);
      } else {
        raft.lead(patienceNanos(), out);
      }
    }
  }

  /** Stands for election, because the leader hands over to this node. */
  void onTimeoutNow(Outbox out) {
    if (raft.leading() == null && log.members().isVoter(raft.self())) {
      stand(true, out);
    }
  }
}
