package dev.tattle.sim;

import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Simulates Maelstrom's network: it delivers messages in the order of their deadlines, and
 * partitions lose messages at delivery. A message from or to a client takes no time and is never
 * lost or doubled, because a fault between a client and its node would hide anomalies.
 *
 * <p>Thread rule: the scheduler's thread. Source: Maelstrom's {@code net.clj}.
 */
public final class Network {
  /** A participant that receives messages. */
  @FunctionalInterface
  public interface Endpoint {
    /**
     * Handles a message that has arrived.
     *
     * @param id the network's id of the message, from 0
     */
    void onMessage(long id, Message message);
  }

  /** Sees every message when it is sent, and again if it is received. */
  public interface Journal {
    /** Records nothing. */
    Journal NONE =
        new Journal() {
          @Override
          public void onSend(long id, Message message) {}

          @Override
          public void onReceive(long id, Message message) {}
        };

    void onSend(long id, Message message);

    void onReceive(long id, Message message);
  }

  private final Scheduler scheduler;
  private final Latency latency;
  private final RandomGenerator random;
  private final Journal journal;
  private final Map<NodeId, Endpoint> endpoints = new LinkedHashMap<>();
  private final Cuts cuts = new Cuts();
  private final Map<NodeId, List<Delivery>> held = new LinkedHashMap<>();
  private final Map<NodeId, Predicate<Message>> openers = new LinkedHashMap<>();
  private Predicate<Message> isLost = message -> false;
  private Predicate<Message> isDoubled = message -> false;
  private ToLongFunction<Message> extraNanos = message -> 0;
  private final Map<Link, Long> linkNanos = new LinkedHashMap<>();
  private final Map<NodeId, BlockingInbox> inboxes = new LinkedHashMap<>();
  private boolean isBlocking;
  private long nextId;
  private long inFlight;

  private record Link(NodeId src, NodeId dest) {}

  private record Delivery(long id, Message message) {}

  public Network(Scheduler scheduler, Latency latency, RandomGenerator random, Journal journal) {
    this.scheduler = scheduler;
    this.latency = latency;
    this.random = random;
    this.journal = journal;
  }

  /** True if the id is that of a client under Maelstrom: {@code c} and a number. */
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

  /** Connects a participant. It replaces an earlier endpoint with the same id. */
  public void attach(NodeId id, Endpoint endpoint) {
    endpoints.put(id, endpoint);
  }

  /**
   * Disconnects a participant. Messages on their way to it are lost, and nobody can write to it.
   */
  public void detach(NodeId id) {
    endpoints.remove(id);
  }

  public boolean isAttached(NodeId id) {
    return endpoints.containsKey(id);
  }

  /**
   * Sends a message.
   *
   * @return false if no participant of that name is attached; then nothing is sent
   */
  public boolean send(Message message) {
    if (!endpoints.containsKey(message.dest())) {
      return false;
    }
    long id = nextId++;
    journal.onSend(id, message);
    Delivery delivery = new Delivery(id, message);
    if (involvesClient(message)) {
      deliverAfter(0, delivery);
    } else if (!isLost.test(message)) {
      sendOn(delivery);
      if (isDoubled.test(message)) {
        sendOn(delivery);
      }
    }
    return true;
  }

  /** From now on, loses each message between servers that matches. It tests each message once. */
  public void loseIf(Predicate<Message> isLost) {
    this.isLost = isLost;
  }

  /**
   * From now on, delivers each message between servers that matches twice, with separate delays.
   */
  public void doubleIf(Predicate<Message> isDoubled) {
    this.isDoubled = isDoubled;
  }

  /** From now on, adds this delay to each message between servers. */
  public void delayBy(ToLongFunction<Message> extraNanos) {
    this.extraNanos = extraNanos;
  }

  /**
   * From now on, each receiver loses messages from the given senders.
   *
   * @param cause of the cut. Cuts with different causes add up; a new cut replaces the one with the
   *     same cause.
   */
  public void cut(String cause, Map<NodeId, Set<NodeId>> sendersByReceiver) {
    cuts.cut(cause, sendersByReceiver);
  }

  /** Ends the cut with this cause. */
  public void heal(String cause) {
    cuts.heal(cause);
  }

  /** Sets the listener to run whenever links are cut or healed. */
  public void onCut(Runnable listener) {
    cuts.onChange(listener);
  }

  /** The servers whose messages this server loses. */
  public Set<NodeId> cutFrom(NodeId receiver) {
    return cuts.from(receiver);
  }

  public boolean isCut() {
    return !cuts.isEmpty();
  }

  /** From now on, messages that arrive for this participant wait. They count as in flight. */
  public void hold(NodeId dest) {
    held.putIfAbsent(dest, new ArrayList<>());
    openers.remove(dest);
  }

  /** Releases the waiting messages once a message arrives that matches, and after that message. */
  public void releaseAfter(NodeId dest, Predicate<Message> opener) {
    openers.put(dest, opener);
  }

  /** Delivers the waiting messages now, in the order in which they arrived. */
  public void release(NodeId dest) {
    openers.remove(dest);
    List<Delivery> waiting = held.remove(dest);
    if (waiting != null) {
      waiting.forEach(delivery -> scheduler.after(0, () -> deliver(delivery)));
    }
  }

  /**
   * From now on, the inboxes of nodes and services block as Maelstrom's do. A thread takes the
   * message that is due first and sleeps until that time. Messages that come meanwhile wait,
   * clients' requests too. Whether a cut loses the message is decided before the sleep.
   */
  public void blockInboxes() {
    isBlocking = true;
  }

  /** The number of messages in flight, including held ones. */
  public long inFlight() {
    return inFlight;
  }

  private void sendOn(Delivery delivery) {
    Message message = delivery.message;
    deliverAfter(latencyNanos(message) + extraNanos.applyAsLong(message), delivery);
  }

  private long latencyNanos(Message message) {
    return latency.distribution() == Latency.Distribution.LINK
        ? linkNanos.computeIfAbsent(
            new Link(message.src(), message.dest()), link -> latency.sampleNanos(random))
        : latency.sampleNanos(random);
  }

  private void deliverAfter(long delayNanos, Delivery delivery) {
    inFlight++;
    NodeId dest = delivery.message.dest();
    if (isBlocking && !isClient(dest)) {
      long dueNanos = scheduler.nowNanos() + delayNanos;
      inboxes.computeIfAbsent(dest, id -> new BlockingInbox()).add(dueNanos, delivery);
    } else {
      scheduler.after(delayNanos, () -> deliver(delivery));
    }
  }

  private final class BlockingInbox {
    private final EventQueue waiting = new EventQueue();
    private boolean isAsleep;

    void add(long dueNanos, Delivery delivery) {
      waiting.add(dueNanos, () -> take(dueNanos, delivery));
      takeNext();
    }

    private void takeNext() {
      while (!isAsleep && waiting.nextTimeNanos() != EventQueue.NEVER) {
        waiting.removeFirst().run();
      }
    }

    private void take(long dueNanos, Delivery delivery) {
      if (cuts.loses(delivery.message)) {
        inFlight--;
        return;
      }
      isAsleep = true;
      scheduler.at(
          dueNanos,
          () -> {
            isAsleep = false;
            arrive(delivery, true);
            takeNext();
          });
    }
  }

  private void deliver(Delivery delivery) {
    arrive(delivery, false);
  }

  private void arrive(Delivery delivery, boolean isJudged) {
    Message message = delivery.message;
    List<Delivery> waiting = held.get(message.dest());
    if (waiting != null && !opens(message)) {
      waiting.add(delivery);
      return;
    }
    if (waiting != null) {
      release(message.dest());
    }
    inFlight--;
    Endpoint endpoint = endpoints.get(message.dest());
    if (endpoint == null || (!isJudged && cuts.loses(message))) {
      return;
    }
    journal.onReceive(delivery.id, message);
    endpoint.onMessage(delivery.id, message);
  }

  private boolean opens(Message message) {
    Predicate<Message> opener = openers.get(message.dest());
    return opener != null && opener.test(message);
  }
}
