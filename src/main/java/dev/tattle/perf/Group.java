package dev.tattle.perf;

import dev.tattle.core.Body;
import dev.tattle.core.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Three processes of a program that hear each other, with as little as possible between them. */
final class Group implements AutoCloseable {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n1"), new NodeId("n2"), new NodeId("n3"));

  /** The number of clients of each node. */
  private static final int CLIENTS = 100;

  private final Limits limits;
  private final Map<NodeId, NodeSession> sessions = new LinkedHashMap<>();

  private Group(Limits limits) {
    this.limits = limits;
  }

  /**
   * Starts the nodes, and waits until each has answered that it runs.
   *
   * @throws IOException if one can't be started
   */
  static Group start(Program program, Limits limits)
      throws IOException, PerfException, InterruptedException {
    Group group = new Group(limits);
    try {
      for (NodeId node : NODES) {
        group.sessions.put(node, new NodeSession(program, node, limits.patience()));
      }
      List<Batch> inits = new ArrayList<>();
      for (NodeSession session : group.sessions.values()) {
        session.connect(group.sessions);
        inits.add(session.beginInit(NODES));
      }
      group.await(inits);
      return group;
    } catch (IOException | PerfException | InterruptedException e) {
      group.close();
      throw e;
    }
  }

  /**
   * The number of such requests that all nodes together answer per second. Each client sends the
   * next request once it has an answer. A first round fills caches and buffers and does not count.
   */
  double perSecond(Body body) throws PerfException, InterruptedException {
    flood(body);
    double perSecond = 0;
    for (Batch batch : flood(body)) {
      perSecond += batch.perSecond();
    }
    return perSecond;
  }

  private List<Batch> flood(Body body) throws PerfException, InterruptedException {
    Schedule schedule = Schedule.inTurn(limits.requests(), CLIENTS, limits.steady());
    List<Batch> batches = new ArrayList<>();
    for (NodeSession session : sessions.values()) {
      batches.add(session.begin(body, schedule));
    }
    await(batches);
    return batches;
  }

  private void await(List<Batch> batches) throws PerfException, InterruptedException {
    int next = 0;
    for (NodeSession session : sessions.values()) {
      session.await(batches.get(next++));
    }
  }

  @Override
  public void close() {
    sessions.values().forEach(NodeSession::close);
  }
}
