package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Json;
import dev.tattle.membership.Member;
import dev.tattle.membership.MemberState;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one peer, or of an address where one is expected.
 *
 * @param id null where nobody has answered at the address yet
 * @param member what membership knows of it; null where that is nothing yet
 * @param stateMillis for how long it has been in its state, as this node sees it; null where that
 *     is nothing yet
 * @param connectionMillis for how long it has been connected, or not; null where it never was
 * @param isCut true where all frames are dropped on purpose
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
  /** True where it is gone for good. */
  public boolean hasLeft() {
    return member != null && member.state() == MemberState.LEFT;
  }

  /** As JSON, for people and programs. */
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
