package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.NodeId;
import dev.tattle.membership.Member;
import dev.tattle.membership.MemberState;
import dev.tattle.runtime.cluster.node.NodePort;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lists the known nodes: those that said hello, and those in membership. A known node stays a
 * member even while it is away, because it may hold data that no other node has. It is removed when
 * it has left for good or when membership has forgotten it. A majority is a majority of all nodes
 * that are expected.
 *
 * <p>Thread rule: the event loop, except {@link #peer}, which is for all threads.
 */
public final class Roster {
  /** Receives the nodes, with this one, and how many are expected. */
  @FunctionalInterface
  public interface Listener {
    void changed(Set<NodeId> ids, int size);
  }

  private static final int MAX_PEERS = 1_000;
  private static final int MAX_ID_CHARS = 256;

  private final NodeId self;
  private final int leastSize;
  private final Listener listener;
  private final PeerEvents events;
  private final Map<NodeId, KnownPeer> peers = new ConcurrentSkipListMap<>();
  private final Set<NodeId> forgotten = new TreeSet<>();
  private final Map<NodeId, Long> stateNanos = new TreeMap<>();
  private Map<NodeId, Member> members = new TreeMap<>();
  private Set<NodeId> toldIds = Set.of();
  private int toldSize;

  Roster(NodeId self, int leastSize, Listener listener, PeerEvents events) {
    this.self = self;
    this.events = events;
    this.leastSize = leastSize;
    this.listener = listener;
  }

  Collection<KnownPeer> peers() {
    return peers.values();
  }

  @Nullable KnownPeer peer(NodeId id) {
    return peers.get(id);
  }

  int size() {
    return toldSize;
  }

  /** Says why a node can't be added; empty if it can. */
  String problem(NodeId id) {
    if (id.equals(self)) {
      return "it has this node's id, " + id + ": give each node its own --node-id";
    }
    if (id.equals(NodePort.CLIENTS)) {
      return "no node may be called " + id;
    }
    if (id.name().length() > MAX_ID_CHARS) {
      return "its id is longer than " + MAX_ID_CHARS + " characters";
    }
    return peers.size() < MAX_PEERS || peers.containsKey(id)
        ? ""
        : "there are " + MAX_PEERS + " nodes already";
  }

  KnownPeer heard(Hello hello) {
    return peers.computeIfAbsent(hello.id(), id -> new KnownPeer(id, hello.address()));
  }

  /** Takes over all members of membership and notes their addresses. */
  void follow(List<Member> all, AddressBook book) {
    Map<NodeId, Member> now = new TreeMap<>();
    for (Member member : all) {
      if (!member.id().equals(self)) {
        now.put(member.id(), member);
        Member before = members.get(member.id());
        if (before == null || before.state() != member.state()) {
          stateNanos.put(member.id(), System.nanoTime());
          events.member(member, before);
        }
        note(member, before, book);
      }
    }
    for (NodeId before : members.keySet()) {
      if (!now.containsKey(before)) {
        forgotten.add(before);
        events.forgotten(before);
        book.forget(before);
      }
    }
    members = now;
    stateNanos.keySet().retainAll(now.keySet());
    forgotten.removeAll(now.keySet());
  }

  private static void note(Member member, @Nullable Member before, AddressBook book) {
    boolean isKnown =
        before != null
            && before.address().equals(member.address())
            && before.state() != MemberState.LEFT;
    if (member.state() == MemberState.LEFT) {
      book.forget(member.id());
    } else if (!isKnown) {
      try {
        book.onTold(member.id(), HostPort.parse(member.address()));
      } catch (IllegalArgumentException e) {
        // It is not an address, so no node can be there.
      }
    }
  }

  /** The status of all other nodes, and of the addresses at which nobody has answered. */
  List<PeerStatus> statuses(Predicate<NodeId> cut, Dialers dialers) {
    List<PeerStatus> all = new ArrayList<>();
    Set<NodeId> ids = new TreeSet<>(peers.keySet());
    ids.addAll(members.keySet());
    for (NodeId id : ids) {
      KnownPeer peer = peers.get(id);
      Member member = members.get(id);
      String address = member == null ? "" : member.address();
      all.add(
          new PeerStatus(
              id.name(),
              peer == null ? address : peer.address().toString(),
              member,
              member == null ? null : millisSince(stateNanos.getOrDefault(id, System.nanoTime())),
              peer != null && peer.isConnected(),
              peer == null ? null : peer.unchangedMillis(),
              cut.test(id),
              peer == null ? 0 : peer.queuedBytes()));
    }
    for (HostPort address : dialers.unanswered()) {
      all.add(new PeerStatus(null, address.toString(), null, null, false, null, false, 0));
    }
    return all;
  }

  private static long millisSince(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private Set<NodeId> present() {
    peers.values().removeIf(peer -> forgotten.contains(peer.id()) && !peer.isConnected());
    forgotten.retainAll(peers.keySet());
    Set<NodeId> ids = new TreeSet<>(peers.keySet());
    ids.addAll(members.keySet());
    for (Member member : members.values()) {
      if (member.state() == MemberState.LEFT) {
        ids.remove(member.id());
      }
    }
    ids.add(self);
    return ids;
  }

  /** Tells the listener if the nodes have changed. */
  void update(Dialers dialers) {
    Set<NodeId> ids = present();
    int size = Math.max(leastSize, ids.size() + dialers.expectedStrangers());
    if (size != toldSize || !ids.equals(toldIds)) {
      toldIds = ids;
      toldSize = size;
      listener.changed(ids, size);
    }
  }
}
