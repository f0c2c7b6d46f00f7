package dev.tattle.membership;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.membership.MembershipTimer.Round;
import dev.tattle.membership.MembershipTimer.Suspicion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds what this node knows of the members, and spreads it. The newest record of each member
 * counts. A suspected member is declared dead unless it contradicts in time. News rides on the next
 * messages.
 */
final class Hearsay {
  private final Environment environment;
  private final MembershipSettings settings;
  private final LocalHealth health;
  private final MemberTable table = new MemberTable();
  private final News news = new News();
  private final Suspicions suspicions;
  private List<NodeId> others = List.of();
  private long othersAsOf;
  private long soundAsOf;
  private boolean isGossiping;
  private boolean isLeaving;

  /** Begins with a node that knows only itself. */
  Hearsay(
      Environment environment, String address, MembershipSettings settings, LocalHealth health) {
    this.environment = environment;
    this.settings = settings;
    this.health = health;
    suspicions = new Suspicions(settings);
    table.put(new Member(self(), address, 0, MemberState.ALIVE), environment.nowNanos());
  }

  MemberTable table() {
    return table;
  }

  boolean isLeaving() {
    return isLeaving;
  }

  int suspected() {
    return suspicions.size();
  }

  /** All other members that are alive or suspect. */
  List<NodeId> others() {
    if (othersAsOf != table.changes()) {
      List<NodeId> found = new ArrayList<>();
      for (Member member : table.members()) {
        if (member.state().isPresent() && !member.id().equals(self())) {
          found.add(member.id());
        }
      }
      others = List.copyOf(found);
      othersAsOf = table.changes();
    }
    return others;
  }

  /** Tells others that this node leaves. */
  void leave(Outbox out) {
    isLeaving = true;
    tell(Update.of(own().as(MemberState.LEFT), null), environment.nowNanos(), out);
  }

  boolean hasLeft() {
    return isLeaving && (others().isEmpty() || !news.isOf(self()));
  }

  /** Suspects a member, because it did not answer this node. */
  void suspect(NodeId id, Outbox out) {
    Member known = table.get(id);
    if (known != null && known.state().isPresent()) {
      hear(Update.of(known.as(MemberState.SUSPECT), self()), out);
    }
  }

  /**
   * Declares a member dead, if it is still suspect, because the suspicion has lasted long enough.
   */
  void onSuspicion(NodeId id, Outbox out) {
    Member known = table.get(id);
    if (known != null && known.state() == MemberState.SUSPECT) {
      tell(Update.of(known.as(MemberState.DEAD), null), environment.nowNanos(), out);
    }
  }

  void hear(Update update, Outbox out) {
    Member member = update.member();
    Member known = table.get(member.id());
    if (member.id().equals(self())) {
      contradict(member, out);
    } else if (member.isNewerThan(known)) {
      if (table.hasRoomFor(member.id()) && update.age().compareTo(settings.forgetAfter()) < 0) {
        tell(update, environment.nowNanos() - update.age().toNanos(), out);
      }
    } else if (member.equals(known) && member.state() == MemberState.SUSPECT) {
      confirm(update, out);
    }
  }

  /** Contradicts what others say of this node by a new incarnation, unless it is true or old. */
  private void contradict(Member said, Outbox out) {
    Member own = own();
    if (isLeaving || said.equals(own) || said.incarnation() < own.incarnation()) {
      return;
    }
    if (said.state() == MemberState.SUSPECT || said.state() == MemberState.DEAD) {
      health.worse(1);
    }
    Member next = own.inIncarnation(said.incarnation() + 1);
    tell(Update.of(next, null), environment.nowNanos(), out);
  }

  private void confirm(Update update, Outbox out) {
    NodeId suspect = update.member().id();
    Duration left = suspicions.confirm(suspect, by(update), environment.nowNanos());
    if (left != null) {
      out.setTimer(new Suspicion(suspect), left);
      news.add(update);
      gossipSoon(out);
    }
  }

  /** Takes a new record, and passes it on. */
  private void tell(Update update, long sinceNanos, Outbox out) {
    Member member = update.member();
    NodeId id = member.id();
    table.put(member, sinceNanos);
    news.add(update);
    if (suspicions.isOf(id)) {
      suspicions.end(id);
      out.cancelTimer(new Suspicion(id));
    }
    if (member.state() == MemberState.SUSPECT) {
      Duration left = suspicions.begin(id, by(update), table.present(), environment.nowNanos());
      out.setTimer(new Suspicion(id), left);
    }
    gossipSoon(out);
  }

  private NodeId by(Update update) {
    return update.by() == null ? self() : update.by();
  }

  void gossipSoon(Outbox out) {
    if (!isGossiping && !news.isEmpty() && !others().isEmpty()) {
      isGossiping = true;
      out.setTimer(Round.GOSSIP, settings.gossipInterval());
    }
  }

  /** Sends news to these nodes. */
  void gossip(List<NodeId> dests, Outbox out) {
    isGossiping = false;
    for (NodeId dest : dests) {
      if (!news.isEmpty()) {
        send(dest, Body.of("swim_gossip"), out);
      }
    }
    gossipSoon(out);
  }

  /**
   * Sends a message with news. If the receiver is not thought alive, its own record comes first, so
   * that it can contradict at once (Lifeguard, section IV.C).
   */
  void send(NodeId dest, Body body, Outbox out) {
    List<Json> riding = new ArrayList<>();
    Member known = table.get(dest);
    if (known != null && known.state() != MemberState.ALIVE) {
      riding.add(Update.of(known, self()).toJson());
    }
    riding.addAll(news.take(settings.tellings(table.present())));
    out.send(dest, body.with(Membership.NEWS, Json.array(riding)));
  }

  /** All records, for another node. */
  Json all() {
    List<Json> rows = new ArrayList<>();
    for (Member member : table.members()) {
      Duration age = table.age(member.id(), environment.nowNanos());
      rows.add(new Update(member, suspicions.first(member.id()), age).toJson());
    }
    return Json.array(rows);
  }

  void forget() {
    table.forget(settings.forgetAfter(), environment.nowNanos());
  }

  /** The dead members, and the contacts that are no members: they may be alive but cut off. */
  List<NodeId> lost(Set<NodeId> contacts) {
    Set<NodeId> lost = new LinkedHashSet<>(contacts);
    for (Member member : table.members()) {
      if (member.state() == MemberState.DEAD) {
        lost.add(member.id());
      } else if (member.state().isPresent()) {
        lost.remove(member.id());
      }
    }
    return new ArrayList<>(lost);
  }

  private NodeId self() {
    return environment.self();
  }

  private Member own() {
    Member own = table.get(self());
    if (own == null) {
      throw new IllegalStateException("a node knows itself");
    }
    return own;
  }

  /**
   * Checks the invariants, if something has changed since the last call: simulated groups are
   * large.
   */
  boolean isSound() {
    if (soundAsOf != table.changes()) {
      soundAsOf = table.changes();
      assert table.isSound() : "the table's sums are wrong";
      assert own().state() == (isLeaving ? MemberState.LEFT : MemberState.ALIVE) : own();
      for (Member member : table.members()) {
        boolean isSuspect = member.state() == MemberState.SUSPECT;
        assert isSuspect == suspicions.isOf(member.id()) : member;
      }
    }
    return true;
  }
}
