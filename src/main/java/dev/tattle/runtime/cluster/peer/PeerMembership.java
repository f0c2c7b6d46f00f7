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
 * Runs {@link Membership}: hands it messages and timers, and carries out its effects.
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
   * Prepares a membership. Nothing happens before {@link #begin}.
   *
   * @param outlet sends messages to peers; nobody else may use it
   * @param changed gets all members, with this node, whenever a record has changed
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
   * Makes this node a member.
   *
   * @param address the address at which others reach it
   * @param met the nodes that have said hello already
   */
  void begin(HostPort address, Collection<NodeId> met) {
    WallEnvironment world = new WallEnvironment(self, List.of(self));
    Membership begun = new Membership(world, address.toString(), met, settings);
    membership = begun;
    handle(begun::onStart);
  }

  /**
   * Notes that another node has said hello. It may belong to a part of the cluster that this node
   * does not know.
   */
  void met(NodeId id) {
    Membership running = membership;
    if (running != null) {
      handle(out -> running.join(id, out));
    }
  }

  /**
   * Handles a message of another member.
   *
   * @throws dev.tattle.core.RequestException if the message is malformed; nothing has changed then
   */
  void onMessage(Message message) {
    Membership running = membership;
    if (running != null) {
      handle(out -> running.onMessage(message, out));
    }
  }

  /** Takes this node out of the cluster for good. Others know once {@link #hasLeft} is true. */
  public void leave() {
    Membership running = membership;
    if (running != null) {
      handle(running::leave);
    }
  }

  /** Tells whether others know that this node leaves, as far as this node can tell. */
  public boolean hasLeft() {
    return membership == null || membership.hasLeft();
  }

  /** Stops without telling anybody. Others keep this node as a member, because it may come back. */
  void stop() {
    isStopped = true;
    timers.values().forEach(vertx::cancelTimer);
    timers.clear();
  }

  /** All known members, with this node. */
  List<Member> all() {
    return membership == null ? List.of() : membership.members();
  }

  /** This node's own record; null before {@link #begin}. */
  public @Nullable Member self() {
    return all().stream().filter(member -> member.id().equals(self)).findFirst().orElse(null);
  }

  /** Adds gauges to the metrics that show how many members are in each state. */
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

  /** Counts the members in this state, with this node. */
  public int count(MemberState state) {
    return (int) all().stream().filter(member -> member.state() == state).count();
  }

  /** This node's slowness, 0 if it keeps up: see {@link Membership#slowness}. */
  public int slowness() {
    return membership == null ? 0 : membership.slowness();
  }

  private void handle(Consumer<Outbox> handler) {
    if (isStopped) {
      return;
    }
    Effects effects = new Effects(); // If the handler throws, none of its effects are carried out.
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
