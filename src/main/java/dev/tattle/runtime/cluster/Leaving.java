package dev.tattle.runtime.cluster;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.membership.MemberState;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.PeerMembership;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Takes a node out of its cluster for good. The node accepts no more changes and waits until
 * another node confirms that it has everything. Then it tells all nodes that it leaves, and stops.
 * If no node confirms in time, it stays.
 *
 * <p>Thread rule: the event loop, except {@link #problem}.
 */
final class Leaving {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration HAND_OVER = Duration.ofSeconds(10);
  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final long POLL_MILLIS = 100;

  /** Stops the node. Called on a thread of its own, not on the event loop. */
  @FunctionalInterface
  interface Stop {
    void stop(Duration patience) throws InterruptedException;
  }

  private final Vertx vertx;
  private final Milestones milestones;
  private final List<NodePort> nodes;
  private final PeerMembership members;
  private final Stop stop;
  private volatile boolean isLeaving;

  Leaving(
      Vertx vertx, Milestones milestones, List<NodePort> nodes, PeerMembership members, Stop stop) {
    this.vertx = vertx;
    this.milestones = milestones;
    this.nodes = nodes;
    this.members = members;
    this.stop = stop;
  }

  /** Says why this node should get no requests; empty if it may get them. For all threads. */
  String problem() {
    return isLeaving ? "the node is leaving" : "";
  }

  /**
   * Begins to leave.
   *
   * @param done gets the reason why the node stays; empty if it leaves
   */
  void leave(Consumer<String> done) {
    if (isLeaving) {
      done.accept("the node is leaving already");
    } else if (members.count(MemberState.ALIVE) < 2) {
      done.accept("no other node can take over the data of this one");
    } else {
      isLeaving = true;
      milestones.leaving();
      handOver(System.nanoTime() + HAND_OVER.toNanos(), done);
    }
  }

  private void handOver(long deadlineNanos, Consumer<String> done) {
    askAll(
        true,
        haveHandedOver -> {
          if (haveHandedOver) {
            members.leave();
            milestones.left();
            done.accept("");
            farewell(System.nanoTime() + FAREWELL.toNanos());
          } else if (System.nanoTime() - deadlineNanos > 0) {
            stay(done);
          } else {
            vertx.setTimer(POLL_MILLIS, unused -> handOver(deadlineNanos, done));
          }
        });
  }

  private void stay(Consumer<String> done) {
    askAll(
        false,
        unused -> {
          isLeaving = false;
          String why = "no other node confirmed in time that it has all data of this one";
          milestones.stays(why);
          done.accept(why);
        });
  }

  /**
   * Tells all nodes of this process whether to leave, and passes on whether all have handed over
   * what they have.
   */
  private void askAll(boolean leaving, Consumer<Boolean> done) {
    Body question = Body.of("leave", "is_leaving", Json.of(leaving));
    List<Body> answers = new ArrayList<>();
    for (NodePort node : nodes) {
      node.askAsNode(
          question,
          PATIENCE,
          answer -> {
            answers.add(answer);
            if (answers.size() == nodes.size()) {
              done.accept(answers.stream().allMatch(Leaving::hasHandedOver));
            }
          });
    }
  }

  private static boolean hasHandedOver(Body answer) {
    return Json.of(true).equals(answer.fields().get("handed_over"));
  }

  private void farewell(long deadlineNanos) {
    if (members.hasLeft() || System.nanoTime() - deadlineNanos > 0) {
      new Thread(this::stop, "leave").start();
    } else {
      vertx.setTimer(POLL_MILLIS, unused -> farewell(deadlineNanos));
    }
  }

  private void stop() {
    try {
      stop.stop(FAREWELL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
