package dev.tattle.perf;

import dev.tattle.core.Body;
import dev.tattle.core.NodeId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Three processes of a program that hear each other, with as little as can be between them. */
final class Group implements AutoCloseable {
  private static final List<NodeId> NODES =
      List.of(new NodeId("n1"), new NodeId("n2"), new NodeId("n3"));

  /** How many clients each node has. */
  private static final int CLIENTS = 100;

  private final Limits limits;
  private final Map<NodeId, NodeSession> sessions = new LinkedHashMap<>();

  private Group(Limits limits) {
    this.limits = limits;
  }

  /**
   * Starts the nodes, and waits until each says that it runs.
   *
   * @throws IOException where one can't be started
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
   * How many such requests the nodes answer a second, all together, where each client sends the
   * next one once it has an answer. A first round fills what fills, and does not count.
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
