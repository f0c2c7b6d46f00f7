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
import java.time.Duration;
import java.util.List;

/**
 * One node's part in a {@link RaftGroup} whose members come and go. The group is founded once
 * ({@link Founding}). New nodes become learners, then voters. Nodes that leave, or that come back
 * with another disk, are removed ({@link Joiners}).
 *
 * <p>The members of the group are <em>replicas</em>: a replica is a node with one disk. A node that
 * has lost its disk has lost its vote, too, so it must not count as the same voter.
 *
 * <p>Thread rule: as for all cores, one thread.
 */
public final class ClusterGroup {
  private static final Duration CARE = Duration.ofMillis(500);
  private static final Duration FIRST_CARE = Duration.ofMillis(50);

  private final Environment environment;
  private final Json kind;
  private final ReplicaRecords records;
  private final OwnGroup own;
  private final Founding founding;
  private final Joiners joiners = new Joiners();
  private final Departure departure;
  private final GroupStatus status;
  private List<NodeId> others = List.of();
  private String stranger = "";

  /**
   * Makes a node from its records on disk.
   *
   * @param kind the kind of data, which messages and the first record on disk name
   * @param founders how many nodes are needed to found the group, at least; 0 if {@link #found}
   *     founds it
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   * @throws RequestException if the disk holds another kind of data
   */
  public ClusterGroup(
      Environment environment,
      Machine machine,
      String kind,
      int founders,
      RaftSettings settings,
      Witness witness) {
    this.environment = environment;
    this.kind = Json.of(kind);
    records = new ReplicaRecords(environment, kind);
    own = new OwnGroup(environment, new OwnGroup.Plan(machine, kind, settings, witness), records);
    departure = new Departure(this.kind, records.replica(), joiners);
    status = new GroupStatus(environment, this.kind);
    founding = new Founding(environment, this.kind, records, founders);
  }

  /** True for the types of messages between nodes. */
  public static boolean isBetweenNodes(String type) {
    return type.startsWith("group_") || RaftGroup.isOurs(type);
  }

  public void onStart(Outbox out) {
    own.onStart(out);
    out.setTimer(RaftTimer.MEMBERS, FIRST_CARE);
  }

  /** Replicates a command, and answers the request once the command is applied. */
  public void write(Message request, Json command, Outbox out) {
    founded().write(request, command, own.replicas(out));
  }

  /** Answers the request from a state that includes all that was done before it came. */
  public void read(Message request, Outbox out) {
    founded().read(request, own.replicas(out));
  }

  private RaftGroup founded() {
    RaftGroup group = own.get();
    if (group == null) {
      throw new RequestException(RpcError.TEMPORARILY_UNAVAILABLE, founding.problem());
    }
    return group;
  }

  /** Sets the known nodes, including this one, and how many are expected. */
  public void members(List<NodeId> nodes, int size) {
    others = nodes.stream().filter(node -> !node.equals(environment.self())).toList();
    founding.expect(size);
  }

  /**
   * Founds the group with all nodes that are there, once they agree. Nodes that come later will be
   * added.
   *
   * @throws RequestException if there is a group already, as far as this node knows
   */
  public void found(Outbox out) {
    if (own.get() != null || founding.isElsewhere()) {
      throw new RequestException(
          RpcError.PRECONDITION_FAILED, "the group exists already: it is founded only once");
    }
    founding.begin(own.replicas(out));
    careForFounding(out);
  }

  /**
   * Begins to leave the group, or stops leaving.
   *
   * @return true once this node is no longer a member
   */
  public boolean leave(boolean isToLeave, Outbox out) {
    return departure.leave(isToLeave, own.raft(), own.replicas(out));
  }

  /**
   * Removes all replicas of a node from the group.
   *
   * @throws RequestException if another node leads
   */
  public void remove(NodeId node) {
    joiners.remove(node, founded().raft());
  }

  /** The group's name; empty while this node belongs to none. */
  public String id() {
    return own.id();
  }

  /** True if this node votes, with exactly one replica in the group. */
  public boolean isVoter() {
    Raft raft = own.raft();
    return raft != null
        && raft.log().members().isVoter(records.replica())
        && raft.log().members().all().stream()
                .filter(member -> ReplicaRecords.node(member).equals(environment.self()))
                .count()
            == 1;
  }

  /** Handles each message that is not from a client. */
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    try {
      switch (body.type()) {
        case Founding.HELLO -> onHello(message, out);
        case Founding.FOUNDED -> onFounded(body, out);
        case GroupStatus.ASK -> status.answer(message.src(), ownStatus(), out);
        case GroupStatus.TELL -> status.onTell(message.src(), body);
        default -> onAddressed(message, new NodeId(body.text(ReplicaOutbox.FROM)), out);
      }
    } catch (IllegalArgumentException e) {
      throw body.malformed("fields", "those of the protocol", String.valueOf(e.getMessage()));
    }
  }

  private void onHello(Message message, Outbox out) {
    requireKind(message);
    Body body = message.body();
    if (own.get() == null && body.has("group")) {
      founding.onFounded(own.replicas(out));
      return;
    }
    if (own.get() == null) {
      founding.onHello(message.src(), body, own.replicas(out));
      return;
    }
    if (!body.has("group")) {
      tellFounded(message.src(), out);
    } else if (!body.text("group").equals(own.id())) {
      stranger = "%s belongs to another group, %s".formatted(message.src(), body.text("group"));
      return;
    }
    NodeId replica = new NodeId(body.text("replica"));
    joiners.offers(message.src(), replica, environment.nowNanos());
  }

  private void tellFounded(NodeId node, Outbox out) {
    out.send(node, Body.of(Founding.FOUNDED, "of", kind, "group", Json.of(own.id())));
  }

  private void onFounded(Body body, Outbox out) {
    body.text("group");
    if (own.get() == null) {
      founding.onFounded(own.replicas(out));
    }
  }

  private void onAddressed(Message message, NodeId from, Outbox out) {
    Body body = message.body();
    if (!ReplicaRecords.node(from).equals(message.src())) {
      throw body.malformed(ReplicaOutbox.FROM, "a replica of the sender", "it is " + from);
    }
    if (!body.text(ReplicaOutbox.TO).equals(records.replica().name())) {
      return; // It is for an earlier disk of this node.
    }
    if (RaftGroup.isOurs(body.type())) {
      own.onMessage(message, from, out);
      return;
    }
    requireKind(message);
    switch (body.type()) {
      case Founding.FOUND -> onFound(message, from, out);
      case Founding.BOUND -> onBound(from, body, out);
      case Founding.RELEASE -> founding.onRelease(from, body, out);
      case Departure.LEAVE -> {
        Raft raft = own.raft();
        if (raft != null) {
          departure.onLeave(from, raft, own.replicas(out));
        }
      }
      case Departure.GONE -> departure.onGone();
      default -> throw NodeHost.notSupported(message);
    }
  }

  private void onFound(Message message, NodeId from, Outbox out) {
    if (own.get() == null) {
      founding.onFound(from, message.body(), own.replicas(out));
    } else {
      tellFounded(message.src(), out);
    }
  }

  private void onBound(NodeId from, Body body, Outbox out) {
    Proposal agreed = own.get() == null ? founding.onBound(from, body) : null;
    if (agreed != null) {
      own.adopt(agreed, out);
    }
  }

  private void requireKind(Message message) {
    if (!message.body().json("of").equals(kind)) {
      throw NodeHost.notSupported(message);
    }
  }

  public void onTimer(RaftTimer timer, Outbox out) {
    if (timer != RaftTimer.MEMBERS) {
      founded().onTimer(timer, own.replicas(out));
      return;
    }
    out.setTimer(RaftTimer.MEMBERS, CARE);
    Raft raft = own.raft();
    if (raft == null) {
      careForFounding(out);
    } else {
      care(raft, out);
    }
  }

  private void careForFounding(Outbox out) {
    Proposal agreed = founding.care(others, out, own.replicas(out));
    if (agreed != null) {
      own.adopt(agreed, out);
    }
  }

  private void care(Raft raft, Outbox out) {
    Leadership leading = raft.leading();
    departure.care(raft, own.replicas(out));
    if (leading != null) {
      Members now = raft.log().members();
      leading.moveTo(joiners.goal(now, leading::hasCaughtUp, environment.nowNanos()));
    } else if (raft.leader() == null && !departure.isLeaving()) {
      // This replica may have been removed while it was away.
      Body hello = founding.hello().with("group", Json.of(own.id()));
      others.forEach(other -> out.send(other, hello));
    }
  }

  /** Stops: hands over if this node leads, and refuses what is open. */
  public void onStop(Outbox out) {
    RaftGroup group = own.get();
    if (group != null) {
      group.onStop(own.replicas(out));
    }
  }

  /** The group's status, for people. It also asks the other nodes, for the next call. */
  public Json status(Outbox out) {
    return status.all(ownStatus(), others, out);
  }

  private Json ownStatus() {
    Raft raft = own.raft();
    return raft == null
        ? GroupStatus.own(environment.self(), founding.problem())
        : GroupStatus.own(environment.self(), stranger, own.id(), raft);
  }
}
