package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Json;
import dev.tattle.membership.Member;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one peer, or of an address where one is expected.
 *
 * @param id null where nobody has answered at the address yet
 * @param member what membership knows of it; null where that is nothing yet
 * @param isCut true where all frames are dropped on purpose
 */
public record PeerStatus(
    @Nullable String id,
    String address,
    @Nullable Member member,
    boolean isConnected,
    boolean isCut,
    long queuedBytes) {
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
        "connected",
        Json.of(isConnected),
        "cut",
        Json.of(isCut),
        "queued_bytes",
        Json.of(queuedBytes));
  }
}
