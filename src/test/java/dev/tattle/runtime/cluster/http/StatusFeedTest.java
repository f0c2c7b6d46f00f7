package dev.tattle.runtime.cluster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import dev.tattle.membership.MembershipSettings;
import dev.tattle.runtime.Log;
import dev.tattle.runtime.cluster.node.CounterEngine;
import dev.tattle.runtime.cluster.node.DiskHealth;
import dev.tattle.runtime.cluster.node.Metrics;
import dev.tattle.runtime.cluster.node.NodePort;
import dev.tattle.runtime.cluster.peer.PeerCounts;
import dev.tattle.runtime.cluster.peer.PeerIdentity;
import dev.tattle.runtime.cluster.peer.PeerNetwork;
import dev.tattle.runtime.cluster.security.Sockets;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

/** How often the viewers of a node's page cause questions to the node. */
class StatusFeedTest {
  private static final NodeId SELF = new NodeId("n1");

  private static final Vertx REAL = Vertx.vertx();

  private final Vertx vertx = mock(Vertx.class);
  private final NodePort port = mock(NodePort.class);
  private final Deque<Map.Entry<Body, Consumer<Body>>> waiting = new ArrayDeque<>();
  private StatusFeed feed;

  @BeforeEach
  void prepare() {
    Log log = new Log(Log.Level.ERROR, System.err);
    Metrics metrics = new Metrics();
    PeerCounts counts = PeerCounts.in(metrics);
    PeerNetwork peers =
        new PeerNetwork(
            REAL.getOrCreateContext(),
            log,
            Sockets.plain(REAL, log),
            new PeerIdentity(SELF, "test", 1, 1, null),
            body -> port,
            counts,
            MembershipSettings.DEFAULT,
            (ids, size) -> {});
    when(port.self()).thenReturn(SELF);
    doAnswer(call -> waiting.add(Map.entry(call.getArgument(0), call.getArgument(2))))
        .when(port)
        .ask(any(), any(), any());
    when(vertx.setPeriodic(anyLong(), any())).thenReturn(7L);
    feed =
        new StatusFeed(
            vertx,
            new NodeFacts(
                port,
                CounterEngine.NONE,
                CounterEngine.NONE,
                peers,
                counts,
                new DiskHealth(metrics),
                () -> ""));
  }

  @AfterAll
  static void close() {
    REAL.close();
  }

  private static ServerEvents viewer() {
    return mock(ServerEvents.class);
  }

  /** Answers all that the node has been asked; returns what that was. */
  private List<String> answer() {
    List<String> asked = new ArrayList<>();
    while (!waiting.isEmpty()) {
      Map.Entry<Body, Consumer<Body>> each = waiting.remove();
      String type = each.getKey().type();
      asked.add(type);
      each.getValue().accept(Body.of(type + "_ok", "views", Json.object()));
    }
    return asked;
  }

  @SuppressWarnings("unchecked")
  private void tick() {
    ArgumentCaptor<Handler<Long>> periodic = ArgumentCaptor.forClass(Handler.class);
    verify(vertx).setPeriodic(eq(1_000L), periodic.capture());
    periodic.getValue().handle(7L);
  }

  @Test
  void howeverManyLookAtACounterTheNodeIsAskedOnce() {
    ServerEvents first = viewer();
    ServerEvents second = viewer();
    feed.watch("a", first);
    feed.watch("a", second);
    List<String> once = new ArrayList<>();
    feed.once("a", once::add);
    assertThat(answer()).containsExactly("views", "status");
    verify(first, times(1)).send(eq("status"), anyString());
    verify(second, times(1)).send(eq("status"), anyString());
    feed.once("a", once::add);
    assertThat(once).as("the second from what is there").hasSize(2);
    tick();
    assertThat(answer()).as("not twice a second").isEmpty();
  }

  @Test
  void whenNobodyLooksAnyMoreTheClockStops() {
    Runnable end = feed.watch("a", viewer());
    Runnable other = feed.watch("b", viewer());
    end.run();
    end.run();
    verify(vertx, never()).cancelTimer(7L);
    assertThat(feed.open()).isEqualTo(1);
    other.run();
    verify(vertx).cancelTimer(7L);
    assertThat(feed.open()).isZero();
  }

  @Test
  void whoDoesNotReadMissesSome() {
    ServerEvents slow = viewer();
    when(slow.isFull()).thenReturn(true);
    feed.watch("a", slow);
    assertThat(answer()).hasSize(2);
    verify(slow, never()).send(anyString(), anyString());
  }

  @Test
  void onlySoManyMayLookAtOnlySoManyCounters() {
    for (int i = 0; i < StatusFeed.MOST_COUNTERS; i++) {
      feed.watch("c" + i, viewer());
    }
    assertThatThrownBy(() -> feed.watch("one more", viewer()))
        .hasMessageContaining("16 other counters already");
    for (int i = StatusFeed.MOST_COUNTERS; i < StatusFeed.MOST_VIEWERS; i++) {
      feed.watch("c0", viewer());
    }
    assertThatThrownBy(() -> feed.watch("c0", viewer())).hasMessageContaining("64 watchers");
  }
}
