package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.membership.Member;
import dev.tattle.runtime.Log;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Logs what happens to other nodes.
 *
 * <p>Thread rule: the event loop.
 */
final class PeerEvents {
  private static final String PEER = "peer";

  private final Log log;

  PeerEvents(Log log) {
    this.log = log;
  }

  void connected(Hello hello) {
    String text = "connected with " + hello.id() + " at " + hello.address();
    log.event(Log.Level.INFO, "peer-connected", text, PEER, hello.id(), "address", hello.address());
  }

  void lost(NodeId peer, String why) {
    log.event(Log.Level.WARN, "peer-lost", "lost " + peer + ": " + why, PEER, peer, "why", why);
  }

  /** Logs that a member has changed its state. */
  void member(Member member, @Nullable Member before) {
    switch (member.state()) {
      case ALIVE -> {
        if (before == null) {
          say(Log.Level.INFO, "member-joined", member, "is a member, at " + member.address());
        } else if (before.state().isPresent()) {
          say(Log.Level.INFO, "member-alive", member, "answers again");
        } else {
          say(Log.Level.INFO, "member-back", member, "is back, at " + member.address());
        }
      }
      case SUSPECT ->
          say(Log.Level.WARN, "member-suspected", member, "does not answer: it may be dead");
      case DEAD ->
          say(Log.Level.WARN, "member-died", member, "has not answered: it is considered dead");
      case LEFT -> say(Log.Level.INFO, "member-left", member, "has left for good");
      default -> throw new IllegalStateException("" + member.state());
    }
  }

  private void say(Log.Level level, String event, Member member, String what) {
    log.event(
        level,
        event,
        member.id() + " " + what,
        PEER,
        member.id(),
        "incarnation",
        member.incarnation(),
        "address",
        member.address());
  }

  /** Logs that membership has forgotten a peer. */
  void forgotten(NodeId peer) {
    String text = peer + " was away for too long and is forgotten";
    log.event(Log.Level.INFO, "member-forgotten", text, PEER, peer);
  }

  /** Logs that an administrator has cut off exactly these peers. */
  void cut(List<NodeId> peers) {
    if (peers.isEmpty()) {
      log.event(Log.Level.WARN, "healed", "no node is cut off on purpose any more");
      return;
    }
    List<Json> names = peers.stream().map(Json::of).toList();
    String text = "cut off on purpose: no messages to or from " + peers;
    log.event(Log.Level.WARN, "cut-off", text, "peers", Json.array(names));
  }
}
