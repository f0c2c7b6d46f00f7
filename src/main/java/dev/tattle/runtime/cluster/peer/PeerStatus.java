package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Json;
import dev.tattle.membership.Member;
import dev.tattle.membership.MemberState;
import org.jspecify.annotations.Nullable;

/**
 * The status of one peer, or of an address at which a peer is expected.
 *
 * @param id null if nobody has answered at the address yet
 * @param member the peer's record in membership; null if there is none yet
 * @param stateMillis how long it has been in its state, as this node sees it; null if it has no
 *     record yet
 * @param connectionMillis how long it has been connected, or has not been; null if it never was
 *     connected
 * @param isCut true if all frames are dropped on purpose
 */
public record PeerStatus(
    @Nullable String id,
    String address,
    @Nullable Member member,
    @Nullable Long stateMillis,
    boolean isConnected,
    @Nullable Long connectionMillis,
    boolean isCut,
    long queuedBytes) {
  /** Tells whether the peer has left for good. */
  public boolean hasLeft() {
    return member != null && member.state() == MemberState.LEFT;
  }

  /** Writes the status as JSON, for people and programs. */
  public Json toJson() {
    return Json.object(
        "id",
        id == null ? Json.NULL : Json.of(id),
        "address",
        Json.of(address),
        "state",
        member == null ? Json.NULL : Json.of(member.state().word()),
        "incarnation",
        member == null ? Json.NULL : Json.of(member.incarnation()),
        "state_millis",
        stateMillis == null ? Json.NULL : Json.of(stateMillis),
        "connected",
        Json.of(isConnected),
        "connection_millis",
        connectionMillis == null ? Json.NULL : Json.of(connectionMillis),
        "cut",
        Json.of(isCut),
        "queued_bytes",
        Json.of(queuedBytes));
  }
}
