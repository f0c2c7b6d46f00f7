package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import dev.tattle.core.RpcError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node's part in a group that replicates a {@link Machine}. Any node takes requests of clients.
 * It sends writes to the leader, which makes them entries of the log, and answers each once it has
 * applied it. It answers reads from its own state once that state is fresh enough.
 *
 * <p>All operations are linearizable. A node sends a write again while it has no result, and the
 * write happens at most once. After {@link RaftSettings#patience}, the node refuses a write that no
 * leader can have got ({@code temporarily-unavailable}); if a leader may have got it, its outcome
 * is unknown ({@code timeout}). A node that reaches no majority refuses at once what it can.
 *
 * <p>Thread rule: as for all cores, one thread.
 */
public final class RaftGroup {
  private static final String SUBMIT = "submit";

  private final Environment environment;
  private final Json kind;
  private final Machine machine;
  private final RaftSettings settings;
  private final Raft raft;
  private final OpenWrites writes;
  private final OpenReads reads;
  private @Nullable NodeId sentTo;
  private long sentInTerm;
  private boolean isArmed;

  /**
   * Makes a node from its records on disk.
   *
   * @param kind the kind of data, which messages and the first record on disk name
   * @param initial the members, if there are no records
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   * @throws RequestException if the disk holds another kind of data
   */
  public RaftGroup(
      Environment environment,
      Machine machine,
      String kind,
      Members initial,
      RaftSettings settings,
      Witness witness) {
    this.environment = environment;
    this.kind = Json.of(kind);
    this.machine = machine;
    this.settings = settings;
    writes = new OpenWrites(environment, settings);
    reads = new OpenReads(environment, settings);
    RaftRecords records = new RaftRecords(environment, this.kind);
    raft =
        new Raft(
            environment, new Replica(machine, writes, reads), records, initial, settings, witness);
  }

  /** True for the types of messages between the nodes of a group. */
  public static boolean isOurs(String type) {
    return type.equals(SUBMIT) || RaftMessages.isRaft(type);
  }

  /** The kind of data of the group that this message belongs to. */
  public static String kind(Body body) {
    return body.text("of");
  }

  /** The consensus below the group. */
  Raft raft() {
    return raft;
  }

  /** Starts this node's part in the group. */
  public void onStart(Outbox out) {
    raft.onStart(out);
    settle(out);
  }

  /** Replicates a command, and answers the request once the command is applied. */
  public void write(Message request, Json command, Outbox out) {
    if (writes.isFull()) {
      throw unavailable("too many writes are in progress at this node");
    }
    writes.add(request, command, raft.commit());
    settle(out);
  }

  /** Answers the request from a state that includes all that was done before it came. */
  public void read(Message request, Outbox out) {
    if (reads.isFull()) {
      throw unavailable("too many reads are in progress at this node");
    }
    reads.add(request);
    settle(out);
  }

  /** Handles each message that is not from a client. */
  public void onMessage(Message message, Outbox out) {
    if (!environment.nodes().contains(message.src())) {
      throw NodeHost.notSupported(message);
    }
    onPeerMessage(message, out);
  }

  /** Handles a message of a peer, which is a member or is to become one. */
  void onPeerMessage(Message message, Outbox out) {
    if (!kind.equals(message.body().json("of"))) {
      throw NodeHost.notSupported(message);
    }
    if (message.body().type().equals(SUBMIT)) {
      onSubmit(message, out);
    } else {
      raft.onMessage(message.src(), RaftMessages.of(message), out);
    }
    settle(out);
  }

  private void onSubmit(Message message, Outbox out) {
    Body body = message.body();
    Submission submission;
    try {
      submission = Submission.fromJson(body.json("writes"));
    } catch (IllegalArgumentException e) {
      throw body.malformed("writes", "a submission", String.valueOf(e.getMessage()));
    }
    Leadership leading = raft.leading();
    // Else the sender finds out who leads, and sends again.
    if (leading != null && !leading.isBusy()) {
      leading.append(entry(submission), message.src(), out);
    }
  }

  /** Handles a timer that the group set. */
  public void onTimer(RaftTimer timer, Outbox out) {
    if (timer == RaftTimer.PATIENCE) {
      isArmed = false;
      giveUp(out);
      if (raft.leading() == null && writes.isStuck()) { // A leader's own writes are in its log.
        writes.sendAgain();
      }
      reads.askAgain(environment.nowNanos() - settings.resend().toNanos());
    } else {
      raft.onTimer(timer, out);
    }
    settle(out);
  }

  /**
   * Changes the members, one at a time, until they are these, as long as this node leads.
   *
   * @throws RequestException if another node leads
   */
  public void moveTo(Members members) {
    Leadership leading = raft.leading();
    if (leading == null) {
      NodeId leader = raft.leader();
      throw unavailable(
          leader == null ? "there is no leader at present" : leader + " leads: ask there");
    }
    leading.moveTo(members);
  }

  /** Hands the leadership to another voter. Does nothing if this node does not lead. */
  public void transferTo(NodeId voter, Outbox out) {
    Leadership leading = raft.leading();
    if (leading != null) {
      leading.transferTo(voter, out);
    }
  }

  /** Stops: hands over if this node leads, and refuses what is open. */
  public void onStop(Outbox out) {
    Leadership leading = raft.leading();
    if (leading != null) {
      leading.onStop(out);
    }
    refuse(writes.takeAll(), reads.takeAll(), "the node stops", out);
  }

  private void giveUp(Outbox out) {
    refuse(writes.takeOverdue(), reads.takeOverdue(), "no leader answers in time", out);
  }

  private static void refuse(
      List<OpenWrites.Write> overdue, List<Message> overdueReads, String why, Outbox out) {
    for (OpenWrites.Write write : overdue) {
      Body error =
          write.isSent()
              ? RpcError.TIMEOUT.body("it is unknown whether this happens: " + why)
              : unavailable(why).body();
      out.reply(write.request(), error);
    }
    for (Message request : overdueReads) {
      out.reply(request, unavailable(why).body());
    }
  }

  private static RequestException unavailable(String why) {
    return new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, why);
  }

  /** Runs after each handler: sends what can be sent, and answers what can be answered. */
  private void settle(Outbox out) {
    NodeId leader = raft.leader();
    if (leader != null && (!leader.equals(sentTo) || raft.term() != sentInTerm)) {
      sentTo = leader;
      sentInTerm = raft.term();
      writes.sendAgain();
      reads.askAgain(environment.nowNanos());
    }
    if (leader != null) {
      submit(leader, out);
    }
    answerReads(out);
    if (leader != null) {
      ask(out);
    }
    if (raft.isCutOff()) {
      refuse(writes.takeUnsent(), reads.takeAll(), "no majority can be reached", out);
    }
    if (!isArmed && !(writes.isEmpty() && reads.isEmpty())) {
      isArmed = true;
      out.setTimer(RaftTimer.PATIENCE, settings.heartbeat().dividedBy(2));
    }
    assert writes.checkInvariants() && reads.checkInvariants();
  }

  private void submit(NodeId leader, Outbox out) {
    Submission next = writes.nextToSend();
    while (next != null) {
      Leadership leading = raft.leading();
      if (leading == null) {
        out.send(leader, Body.of(SUBMIT, "of", kind, "writes", next.toJson()));
        writes.sending(next);
      } else if (leading.isBusy() || !append(leading, next, out)) {
        return;
      }
      next = writes.nextToSend();
    }
  }

  /** False if the disk refuses: the writes stay open, and are refused in time. */
  private boolean append(Leadership leading, Submission own, Outbox out) {
    try {
      leading.append(entry(own), environment.self(), out);
    } catch (RequestException refused) {
      return false;
    }
    writes.sending(own);
    return true;
  }

  private List<Entry> entry(Submission submission) {
    return List.of(Entry.command(raft.term(), submission.toJson()));
  }

  private void ask(Outbox out) {
    while (reads.isToBeAsked()) {
      raft.read(reads.ask(), out);
      answerReads(out); // So that a group of one node goes on with the next reads.
    }
  }

  private void answerReads(Outbox out) {
    for (Message request : reads.takeReadable(raft.commit())) {
      Body reply;
      try {
        reply = machine.read(request.body());
      } catch (RequestException refusal) {
        reply = refusal.body();
      }
      out.reply(request, reply);
    }
  }
}
