package dev.tattle.nodes;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.raft.ClusterGroup;
import dev.tattle.raft.RaftSettings;
import dev.tattle.raft.RaftTimer;
import dev.tattle.raft.Witness;
import java.time.Duration;

/**
 * Serves strong counters in a cluster whose members come and go. Clients send the {@link
 * StrongRequests}, as to {@link StrongCounterNode}. They may also send
 *
 * <pre>
 * list    {prefix?, after?, limit?} → list_ok    {counters: [[name, value], …], more}, as known here
 * names   {since?}                  → names_ok, see {@link StrongNames}
 * status  {}                        → status_ok  {group: …}
 * backup  {}                        → backup_ok  {parts}: linearizable
 * restore {part}                    → restore_ok
 * </pre>
 *
 * <p>The runtime may send, in the node's own name,
 *
 * <pre>
 * members {members, size} → members_ok: the nodes that are there
 * leave   {is_leaving}    → leave_ok {handed_over}: true once this node is no longer a member
 * found   {}              → found_ok: founds the group with all those nodes
 * remove  {node}          → remove_ok: removes that node from the group
 * </pre>
 */
public final class StrongNode implements Node {
  static final String KIND = "counter-strong";

  /** Less than the five seconds that the service waits for an answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final Environment environment;
  private final StrongNames names;
  private final StrongCounters counters;
  private final ClusterGroup group;

  /**
   * Makes a node from its records on disk.
   *
   * @param founders how many nodes are needed to found the group, at least; 0 if a person says when
   *     to found it
   * @param witness checks the whole group; {@link Witness#NONE} outside a simulation
   */
  public StrongNode(Environment environment, int founders, RaftSettings settings, Witness witness) {
    this.environment = environment;
    names = new StrongNames(environment);
    counters = new StrongCounters(StrongLimits.DEFAULT, names);
    group = new ClusterGroup(environment, counters, KIND, founders, settings, witness);
  }

  /**
   * Makes a node with the times and bounds of the service.
   *
   * @param founders how many nodes are needed to found the group, at least; 0 if a person says when
   *     to found it
   */
  public StrongNode(Environment environment, int founders) {
    this(environment, founders, RaftSettings.DEFAULT.withPatience(PATIENCE), Witness.NONE);
  }

  /** True for messages that only nodes send each other. */
  public static boolean isBetweenNodes(Body body) {
    return ClusterGroup.isBetweenNodes(body.type());
  }

  /** The group, for tests. */
  ClusterGroup group() {
    return group;
  }

  @Override
  public void onStart(Outbox out) {
    group.onStart(out);
    names.settle(out);
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    if (isBetweenNodes(body)) {
      group.onMessage(message, out);
    } else if (StrongCounter.arguments(body.type()) != null) {
      group.write(message, StrongRequests.command(body), out);
    } else if (message.src().equals(environment.self())) {
      onOwn(message, out);
    } else {
      onClient(message, out);
    }
    names.settle(out);
  }

  private void onClient(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "read" -> {
        if (StrongRequests.isLocal(body)) {
          out.reply(message, counters.read(body));
        } else {
          group.read(message, out);
        }
      }
      case "list" -> out.reply(message, counters.read(body));
      case "names" -> names.ask(message, out);
      case "status" -> out.reply(message, Body.of("status_ok", "group", group.status(out)));
      case "backup" -> group.read(message, out);
      case "restore" ->
          group.write(message, Json.array(Json.of("restore"), Json.array(body.array("part"))), out);
      default -> throw NodeHost.notSupported(message);
    }
  }

  private void onOwn(Message message, Outbox out) {
    Body body = message.body();
    switch (body.type()) {
      case "members" -> {
        group.members(CounterRequests.members(body), (int) body.integer("size"));
        out.reply(message, Body.of("members_ok"));
      }
      case "leave" -> {
        boolean isGone = group.leave(body.bool("is_leaving"), out);
        out.reply(message, Body.of("leave_ok", "handed_over", Json.of(isGone)));
      }
      case "found" -> {
        group.found(out);
        out.reply(message, Body.of("found_ok"));
      }
      case "remove" -> {
        group.remove(new NodeId(body.text("node")));
        out.reply(message, Body.of("remove_ok"));
      }
      default -> throw NodeHost.notSupported(message);
    }
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer instanceof RaftTimer ofGroup) {
      group.onTimer(ofGroup, out);
    } else {
      names.onTimer(out);
    }
    names.settle(out);
  }

  @Override
  public void onStop(Outbox out) {
    group.onStop(out);
    names.onStop(out);
  }
}
