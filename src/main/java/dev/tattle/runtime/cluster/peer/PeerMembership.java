package dev.tattle.runtime.cluster.peer;

import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.membership.Member;
import dev.tattle.membership.MemberState;
import dev.tattle.membership.Membership;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.WallEnvironment;
import dev.tattle.runtime.cluster.node.ClusterTransport;
import dev.tattle.runtime.cluster.node.Metrics;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs {@link Membership}: hands it messages and timers, and carries out what it wants done.
 *
 * <p>Thread rule: the event loop.
 */
public final class PeerMembership {
  private static final long NANOS_A_MILLI = 1_000_000;

  private final Vertx vertx;
  private final NodeId self;
  private final MembershipSettings settings;
  private final ClusterTransport.PeerOutlet outlet;
  private final Consumer<List<Member>> changed;
  private final Map<Timer, Long> timers = new LinkedHashMap<>();
  private @Nullable Membership membership;
  private long changesTold;
  private boolean isStopped;

  /**
   * Nobody yet, and nothing happens before {@link #begin}.
   *
   * @param outlet the way to peers, of which there must be no other user
   * @param changed takes all members, this node among them, whenever a record has changed
   */
  PeerMembership(
      Vertx vertx,
      NodeId self,
      MembershipSettings settings,
      ClusterTransport.PeerOutlet outlet,
      Consumer<List<Member>> changed) {
    this.vertx = vertx;
    this.self = self;
    this.settings = settings;
    this.outlet = outlet;
    this.changed = changed;
  }

  /**
   * This node is a member from now on.
   *
   * @param address where others reach it
   * @param met who has said hello already
   */
  void begin(HostPort address, Collection<NodeId> met) {
    WallEnvironment world = new WallEnvironment(self, List.of(self));
    Membership begun = new Membership(world, address.toString(), met, settings);
    membership = begun;
    handle(begun::onStart);
  }

  /**
   * Another node has said hello: it may be of a part of the cluster that this one does not know.
   */
  void met(NodeId id) {
    Membership running = membership;
    if (running != null) {
      handle(out -> running.join(id, out));
    }
  }

  /**
   * Takes what another member says.
   *
   * @throws dev.tattle.core.RequestException where it makes no sense; nothing has changed then
   */
  void onMessage(Message message) {
    Membership running = membership;
    if (running != null) {
      handle(out -> running.onMessage(message, out));
    }
  }

  /** This node goes for good; others know once {@link #hasLeft}. */
  public void leave() {
    Membership running = membership;
    if (running != null) {
      handle(running::leave);
    }
  }

  /** True once others know that this node goes, as far as it can tell. */
  public boolean hasLeft() {
    return membership == null || membership.hasLeft();
  }

  /** Ends without a word: to others, this node may come back. */
  void stop() {
    isStopped = true;
    timers.values().forEach(vertx::cancelTimer);
    timers.clear();
  }

  /** This node and all others that are known. */
  List<Member> all() {
    return membership == null ? List.of() : membership.members();
  }

  /** What others are told of this node; null before it has begun. */
  public @Nullable Member self() {
    return all().stream().filter(member -> member.id().equals(self)).findFirst().orElse(null);
  }

  /** From now on, the metrics show how many members are in which state. */
  public void showIn(Metrics metrics) {
    for (MemberState state : MemberState.values()) {
      String help = "Nodes that are so, as far as this one knows; itself among them.";
      metrics.gauge("tattle_members", help, () -> count(state), "state", state.word());
    }
    metrics.gauge(
        "tattle_membership_slowness",
        "How slow this node finds itself: 0 where it keeps up, 8 at most.",
        this::slowness);
  }

  /** How many are so, this node among them. */
  public int count(MemberState state) {
    return (int) all().stream().filter(member -> member.state() == state).count();
  }

  /** 0 where this node keeps up: see {@link Membership#slowness}. */
  public int slowness() {
    return membership == null ? 0 : membership.slowness();
  }

  private void handle(Consumer<Outbox> handler) {
    if (isStopped) {
      return;
    }
    Effects effects = new Effects(); // Of a handler that throws, nothing is carried out.
    handler.accept(effects);
    effects.drain().forEach(this::carryOut);
    Membership running = membership;
    if (running != null && running.changes() != changesTold) {
      changesTold = running.changes();
      changed.accept(running.members());
    }
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Send send) {
      outlet.send(send.dest(), List.of(new Message(self, send.dest(), send.body())));
    } else if (effect instanceof Effect.SetTimer set) {
      cancel(set.timer());
      long millis = (set.delay().toNanos() + NANOS_A_MILLI - 1) / NANOS_A_MILLI;
      long id = vertx.setTimer(Math.max(1, millis), unused -> fire(set.timer()));
      timers.put(set.timer(), id);
    } else if (effect instanceof Effect.CancelTimer cancel) {
      cancel(cancel.timer());
    } else {
      throw Effect.unknown(effect);
    }
  }

  private void fire(Timer timer) {
    Membership running = membership;
    timers.remove(timer);
    if (running != null) {
      handle(out -> running.onTimer(timer, out));
    }
  }

  private void cancel(Timer timer) {
    Long id = timers.remove(timer);
    if (id != null) {
      vertx.cancelTimer(id);
    }
  }
}
