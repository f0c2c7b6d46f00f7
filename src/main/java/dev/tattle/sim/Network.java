package dev.tattle.sim;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Maelstrom's network: messages arrive in the order of their delivery deadlines; partitions lose
 * them at delivery. A message from or to a client takes no time, because latency between a client
 * and its node would hide anomalies.
 *
 * <p>Thread rule: the scheduler's thread. Source: Maelstrom's {@code net.clj}.
 */
public final class Network {
  /** Who takes messages. */
  @FunctionalInterface
  public interface Endpoint {
    /**
     * A message has arrived.
     *
     * @param id the network's id of the message, from 0
     */
    void onMessage(long id, Message message);
  }

  /** Sees every message when it is sent, and again when and if it is received. */
  public interface Journal {
    void onSend(long id, Message message);

    void onReceive(long id, Message message);
  }

  private final Scheduler scheduler;
  private final Latency latency;
  private final RandomGenerator random;
  private final Journal journal;
  private final Map<NodeId, Endpoint> endpoints = new LinkedHashMap<>();
  private Map<NodeId, Set<NodeId>> dropped = Map.of();
  private long nextId;
  private long inFlight;

  public Network(Scheduler scheduler, Latency latency, RandomGenerator random, Journal journal) {
    this.scheduler = scheduler;
    this.latency = latency;
    this.random = random;
    this.journal = journal;
  }

  /** True for Maelstrom's clients: {@code c} and a number. */
  public static boolean isClient(NodeId id) {
    String name = id.name();
    for (int i = 1; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return name.length() > 1 && name.charAt(0) == 'c';
  }

  public static boolean involvesClient(Message message) {
    return isClient(message.src()) || isClient(message.dest());
  }

  /** Connects a participant; an earlier endpoint of that id is replaced. */
  public void attach(NodeId id, Endpoint endpoint) {
    endpoints.put(id, endpoint);
  }

  /**
   * Sends a message.
   *
   * @return false where nobody of that name was ever attached; nothing is sent then
   */
  public boolean send(Message message) {
    if (!endpoints.containsKey(message.dest())) {
      return false;
    }
    long id = nextId++;
    inFlight++;
    journal.onSend(id, message);
    long delayNanos = involvesClient(message) ? 0 : latency.sampleNanos(random);
    scheduler.after(delayNanos, () -> deliver(id, message));
    return true;
  }

  /** From now on, each receiver loses what comes from its senders; replaces what was cut before. */
  public void partition(Map<NodeId, Set<NodeId>> sendersByReceiver) {
    Map<NodeId, Set<NodeId>> copy = new LinkedHashMap<>();
    sendersByReceiver.forEach(
        (receiver, senders) -> copy.put(receiver, new LinkedHashSet<>(senders)));
    dropped = copy;
  }

  /** Ends the partition. */
  public void heal() {
    dropped = Map.of();
  }

  public boolean isPartitioned() {
    return !dropped.isEmpty();
  }

  /** How many messages are under way. */
  public long inFlight() {
    return inFlight;
  }

  private void deliver(long id, Message message) {
    inFlight--;
    Set<NodeId> lost = dropped.get(message.dest());
    if (lost != null && lost.contains(message.src())) {
      return;
    }
    journal.onReceive(id, message);
    Endpoint endpoint = endpoints.get(message.dest());
    if (endpoint == null) {
      throw new AssertionError("an endpoint is gone: " + message.dest());
    }
    endpoint.onMessage(id, message);
  }
}
