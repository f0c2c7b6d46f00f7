package dev.tattle.membership;

import dev.tattle.core.Body;
import dev.tattle.core.Effects;
import dev.tattle.core.Environment;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import java.util.List;

/** A member to which tests can send any message. */
public final class MembershipProbe {
  private static final NodeId PEER = new NodeId("n1");

  private final Environment environment;
  private final Membership membership;
  private final Effects effects = new Effects();

  public MembershipProbe(Environment environment) {
    this.environment = environment;
    membership =
        new Membership(environment, "localhost:1", List.of(PEER), MembershipSettings.DEFAULT);
    membership.onStart(effects);
    effects.drain();
  }

  /** Handles or refuses a message of a member. Returns false if it is not such a message. */
  public boolean take(Body body) {
    if (!Membership.isMembership(body)) {
      return false;
    }
    try {
      membership.onMessage(new Message(PEER, environment.self(), body), effects);
    } catch (RequestException refused) {
      // Those of the part that was taken go, too.
    }
    effects.drain();
    return true;
  }
}
