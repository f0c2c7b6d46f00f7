package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Founds one group of replicas that belong to none, and only one.
 *
 * <p>The first of the replicas that hear each other proposes the group. Each replica binds itself
 * to one proposal, on its disk, and only the proposer can release it. All must be bound before the
 * group is founded. So two groups need two sets of replicas with none in common. There is only one
 * group if founding needs more than half of all replicas that ever start.
 *
 * <p>A replica that hears of a group no longer founds one: it waits until that group adds it.
 */
final class Founding {
  static final String HELLO = "group_hello";
  static final String FOUND = "group_found";
  static final String BOUND = "group_bound";
  static final String RELEASE = "group_release";
  static final String FOUNDED = "group_founded";

  /** The most voters among the founders; the others are learners. */
  static final int MOST_VOTERS = 7;

  /** A replica that was not heard for this long does not take part. */
  static final Duration PRESENT = Duration.ofSeconds(5);

  private static final long NUMBERS = 1L << 52;

  private record Heard(NodeId replica, boolean isProposing, long atNanos) {}

  private final Environment environment;
  private final Json kind;
  private final ReplicaRecords records;
  private final int founders;
  private final Map<NodeId, Heard> heard = new TreeMap<>();
  private final Set<NodeId> consenting = new TreeSet<>();
  private long proposedNanos;
  private int size = Integer.MAX_VALUE;
  private boolean isElsewhere;

  /** Whether a person told this replica to found the group with all that are there. */
  private boolean isTold;

  /**
   * Begins with no other replica heard.
   *
   * @param founders how many replicas are needed, at least; 0 if a person says when to found
   */
  Founding(Environment environment, Json kind, ReplicaRecords records, int founders) {
    this.environment = environment;
    this.kind = kind;
    this.records = records;
    this.founders = founders;
  }

  /** Sets how many nodes are expected. */
  void expect(int nodes) {
    size = nodes;
  }

  /** Why this replica belongs to no group, for people. */
  String problem() {
    Proposal bound = records.bound();
    if (isElsewhere) {
      return "this node waits until the group of strong counters takes it in";
    }
    if (bound != null && !isOwn(bound)) {
      return "strong counters are not founded: %s is founding them, but it is not up"
          .formatted(bound.owner());
    }
    if (founders == 0 && !isTold) {
      return "strong counters are not founded: start all nodes with --cluster-size N, or tell one"
          + " node to found them (POST /admin/found)";
    }
    return "strong counters are not founded yet: %d of %d nodes are up"
        .formatted(present().size(), Math.max(founders, size == Integer.MAX_VALUE ? 0 : size));
  }

  boolean isElsewhere() {
    return isElsewhere;
  }

  /**
   * Says hello to all nodes, and proposes a group if it can.
   *
   * @param others the known nodes, which {@code toNodes} reaches
   * @return a proposal that all have agreed to, to carry out now; null for none
   */
  @Nullable Proposal care(List<NodeId> others, Outbox toNodes, Outbox out) {
    Proposal bound = records.bound();
    Body hello = hello();
    if (bound != null) {
      hello = hello.with("proposal", Json.of(bound.id()));
    }
    for (NodeId other : others) {
      toNodes.send(other, hello);
    }
    if (bound != null && isOwn(bound)) {
      return pursue(bound, out);
    }
    if (bound == null && mayPropose()) {
      return propose(out);
    }
    return null;
  }

  /** The message that this replica is there. */
  Body hello() {
    return Body.of(HELLO, "of", kind, "replica", Json.of(records.replica()));
  }

  /**
   * Proposes from now on a group of all replicas that are there, however few. A proposal of another
   * replica does not bind this one any more: a person decides.
   */
  void begin(Outbox out) {
    isTold = true;
    Proposal bound = records.bound();
    if (bound != null && !isOwn(bound)) {
      records.keepBound(null, out);
    }
  }

  private boolean mayPropose() {
    if (isElsewhere || isTold || founders == 0) {
      return isTold && !isElsewhere;
    }
    List<NodeId> present = present();
    NodeId first = present.get(0);
    return present.size() >= Math.max(founders, size) && first.equals(records.replica());
  }

  /** The replicas that are there without a group, including this one, by their nodes' order. */
  private List<NodeId> present() {
    long sinceNanos = environment.nowNanos() - PRESENT.toNanos();
    Map<NodeId, NodeId> present = new TreeMap<>();
    present.put(environment.self(), records.replica());
    heard.forEach(
        (node, one) -> {
          if (one.atNanos >= sinceNanos) {
            present.put(node, one.replica);
          }
        });
    return new ArrayList<>(present.values());
  }

  private @Nullable Proposal propose(Outbox out) {
    List<NodeId> all = present();
    int voters = Math.min(all.size(), MOST_VOTERS);
    String id =
        records.replica()
            + "#"
            + Long.toString(environment.random().nextLong(NUMBERS), Character.MAX_RADIX);
    Proposal next =
        new Proposal(id, new Members(all.subList(0, voters), all.subList(voters, all.size())));
    records.keepBound(next, out);
    proposedNanos = environment.nowNanos();
    consenting.clear();
    return pursue(next, out);
  }

  private @Nullable Proposal pursue(Proposal own, Outbox out) {
    if (isFirstBefore(own) || environment.nowNanos() - proposedNanos > PRESENT.toNanos()) {
      // Two replicas told at once would wait for each other for ever, so one gives way.
      isTold &= heard.values().stream().noneMatch(this::isProposingBefore);
      withdraw(own, out);
      return null;
    }
    for (NodeId member : own.members().all()) {
      if (!member.equals(records.replica()) && !consenting.contains(member)) {
        send(FOUND, member, own, out);
      }
    }
    return agreed(own);
  }

  /** True if an earlier replica is there, which should propose instead of this one. */
  private boolean isFirstBefore(Proposal own) {
    NodeId first = present().get(0);
    return !isTold && !first.equals(records.replica()) && !own.members().isMember(first);
  }

  private boolean isProposingBefore(Heard other) {
    return other.isProposing
        && other.replica.compareTo(records.replica()) < 0
        && other.atNanos >= environment.nowNanos() - PRESENT.toNanos();
  }

  private @Nullable Proposal agreed(Proposal own) {
    for (NodeId member : own.members().all()) {
      if (!member.equals(records.replica()) && !consenting.contains(member)) {
        return null;
      }
    }
    return own;
  }

  /** Withdraws a proposal for good, and releases the replicas that are bound to it. */
  private void withdraw(Proposal own, Outbox out) {
    records.keepBound(null, out);
    for (NodeId member : own.members().all()) {
      if (!member.equals(records.replica())) {
        release(member, own.id(), out);
      }
    }
  }

  private boolean isOwn(Proposal proposal) {
    return proposal.owner().equals(records.replica());
  }

  /** Notes that another replica is there and belongs to no group. */
  void onHello(NodeId from, Body body, Outbox out) {
    NodeId replica = new NodeId(body.text("replica"));
    String id = body.has("proposal") ? body.text("proposal") : "";
    NodeId owner = id.isEmpty() ? null : new Proposal(id, Members.of(List.of())).owner();
    heard.put(from, new Heard(replica, replica.equals(owner), environment.nowNanos()));
    Proposal bound = records.bound();
    boolean isOver = bound == null || !bound.id().equals(id);
    if (isOver && records.replica().equals(owner)) {
      release(replica, id, out);
    }
  }

  /** Handles the proposal of another replica that this one takes part. */
  void onFound(NodeId replica, Body body, Outbox out) {
    Proposal proposal = Proposal.fromJson(body.json("proposal"));
    if (!proposal.owner().equals(replica)) {
      throw body.malformed("proposal", "the sender's", "it is another's");
    }
    Proposal bound = records.bound();
    if (bound == null) {
      records.keepBound(proposal, out);
      bound = proposal;
    }
    if (bound.id().equals(proposal.id())) {
      send(BOUND, replica, bound, out);
    }
  }

  /**
   * Notes that another replica takes part.
   *
   * @return the proposal if all agree to it now; else null
   */
  @Nullable Proposal onBound(NodeId replica, Body body) {
    Proposal own = records.bound();
    if (own == null
        || !isOwn(own)
        || !own.equals(Proposal.fromJson(body.json("proposal")))
        || !own.members().isMember(replica)) {
      return null;
    }
    consenting.add(replica);
    return agreed(own);
  }

  /** Releases this replica, because the proposer will not carry the proposal out. */
  void onRelease(NodeId replica, Body body, Outbox out) {
    Proposal bound = records.bound();
    if (bound != null
        && bound.id().equals(body.text("proposal"))
        && bound.owner().equals(replica)) {
      records.keepBound(null, out);
    }
  }

  /** Gives up founding, because there is a group already. */
  void onFounded(Outbox out) {
    isElsewhere = true;
    Proposal bound = records.bound();
    if (bound != null && isOwn(bound)) {
      withdraw(bound, out);
    }
  }

  private void send(String type, NodeId to, Proposal proposal, Outbox out) {
    out.send(to, Body.of(type, "of", kind, "proposal", proposal.toJson()));
  }

  private void release(NodeId to, String id, Outbox out) {
    out.send(to, Body.of(RELEASE, "of", kind, "proposal", Json.of(id)));
  }
}
