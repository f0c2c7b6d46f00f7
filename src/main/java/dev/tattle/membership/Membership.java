package dev.tattle.membership;

import dev.tattle.core.Body;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.Node;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.Timer;
import dev.tattle.membership.MembershipTimer.Relayed;
import dev.tattle.membership.MembershipTimer.Round;
import dev.tattle.membership.MembershipTimer.Suspicion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds out which nodes are in the group, by probes and by gossip (SWIM).
 *
 * <pre>
 * swim_ping   {number}           → swim_ack {number}          are you there?
 * swim_ask    {number, target}   → swim_ack or swim_nack      is the target there, as you see it?
 * swim_gossip {}                                              news only
 * swim_sync   {fingerprint}      → swim_table, or nothing     do we know the same?
 * swim_table  {members, answer}  → swim_table, if asked for   all that I know
 * </pre>
 *
 * <p>Every message also has {@code news}: see {@link Update}.
 *
 * <p>A node joins by sending its table to a contact. After a partition the halves find each other
 * again, because each keeps trying its dead members and its contacts. Messages may be lost, doubled
 * or late.
 */
public final class Membership implements Node {
  static final String NEWS = "news";

  private static final String MEMBERS = "members";
  private static final String ANSWER = "answer";
  private static final String FINGERPRINT = "fingerprint";

  /** How many lost nodes are tried at each comparison. */
  private static final int LOST_PER_SYNC = 3;

  /** How many contacts are remembered. */
  private static final int MOST_CONTACTS = 64;

  private final Environment environment;
  private final MembershipSettings settings;
  private final Set<NodeId> contacts = new LinkedHashSet<>();
  private final List<NodeId> tried = new ArrayList<>();
  private final LocalHealth health;
  private final Hearsay hearsay;
  private final Prober prober;

  /**
   * Makes a member, which is alone in its group at first.
   *
   * @param address the address at which others reach this node
   * @param contacts members of the group to join, of which at least one should answer
   */
  public Membership(
      Environment environment,
      String address,
      Collection<NodeId> contacts,
      MembershipSettings settings) {
    this.environment = environment;
    this.settings = settings;
    contacts.forEach(this::remember);
    health = new LocalHealth(settings.worstHealth());
    hearsay = new Hearsay(environment, address, settings, health);
    prober = new Prober(environment, settings, health, hearsay);
  }

  /** True for messages between members. */
  public static boolean isMembership(Body body) {
    return body.type().startsWith("swim_");
  }

  /** All known members, including this node, in the order of their names. */
  public List<Member> members() {
    return hearsay.table().members();
  }

  /** A number that grows whenever {@link #members} changes. */
  public long changes() {
    return hearsay.table().changes();
  }

  /**
   * How slow this node is: 0 if it keeps up, and at most {@link MembershipSettings#worstHealth}.
   */
  public int slowness() {
    return health.score();
  }

  /** How many members are suspect at present. */
  public int suspected() {
    return hearsay.suspected();
  }

  @Override
  public void onStart(Outbox out) {
    out.setTimer(Round.PROBE, jittered(settings.probeInterval()));
    out.setTimer(Round.SYNC, jittered(settings.syncInterval()));
    askToJoin(out);
  }

  /** Joins the group of a contact: asks the contact now, and again until it answers. */
  public void join(NodeId contact, Outbox out) {
    remember(contact);
    Member known = hearsay.table().get(contact);
    if (!contact.equals(environment.self())
        && (known == null || known.state() != MemberState.ALIVE)) {
      sendTable(contact, true, out);
    }
    assert hearsay.isSound();
  }

  /** Tells others that this node leaves. It must run on until {@link #hasLeft}. */
  public void leave(Outbox out) {
    if (!hearsay.isLeaving()) {
      hearsay.leave(out);
      gossip(out);
    }
    assert hearsay.isSound();
  }

  /** True once this node has told others that it leaves, as far as it can know. */
  public boolean hasLeft() {
    return hearsay.hasLeft();
  }

  @Override
  public void onMessage(Message message, Outbox out) {
    Body body = message.body();
    List<Update> heard = Update.list(body, NEWS);
    switch (body.type()) {
      case "swim_ping" -> prober.onPing(message, out);
      case "swim_ask" -> prober.onAsk(message, out);
      case "swim_ack" -> prober.onAck(message, out);
      case "swim_nack" -> prober.onNack(message);
      case "swim_gossip" -> {}
      case "swim_sync" -> onSync(message, out);
      case "swim_table" -> onTable(message, out);
      default -> throw NodeHost.notSupported(message);
    }
    heard.forEach(update -> hearsay.hear(update, out));
    assert hearsay.isSound();
  }

  @Override
  public void onTimer(Timer timer, Outbox out) {
    if (timer instanceof Suspicion suspicion) {
      hearsay.onSuspicion(suspicion.suspect(), out);
    } else if (timer instanceof Relayed relayed) {
      prober.onRelayed(relayed, out);
    } else {
      onRound((Round) timer, out);
    }
    assert hearsay.isSound();
  }

  private void onRound(Round round, Outbox out) {
    switch (round) {
      case PROBE -> {
        NodeId silent = prober.unanswered();
        if (silent != null) {
          hearsay.suspect(silent, out);
        }
        prober.probe(out);
      }
      case ASK_OTHERS -> prober.askOthers(out);
      case GOSSIP -> gossip(out);
      case SYNC -> sync(out);
      case JOIN -> askToJoin(out);
    }
  }

  private void gossip(Outbox out) {
    hearsay.gossip(prober.some(hearsay.others(), settings.gossipNodes()), out);
  }

  // Whole tables.

  private void sync(Outbox out) {
    out.setTimer(Round.SYNC, settings.syncInterval());
    hearsay.forget();
    List<NodeId> chosen = prober.some(hearsay.others(), 1);
    chosen.addAll(longestUntried());
    Json fingerprint = Json.of(hearsay.table().fingerprint());
    chosen.forEach(dest -> hearsay.send(dest, Body.of("swim_sync", FINGERPRINT, fingerprint), out));
  }

  /**
   * The lost nodes to try next, in turn. If they were chosen at random, one might not be tried for
   * long.
   */
  private List<NodeId> longestUntried() {
    List<NodeId> lost = hearsay.lost(contacts);
    tried.retainAll(lost);
    lost.removeAll(tried);
    lost.addAll(tried);
    List<NodeId> next = List.copyOf(lost.subList(0, Math.min(LOST_PER_SYNC, lost.size())));
    tried.removeAll(next);
    tried.addAll(next);
    return next;
  }

  private void onSync(Message message, Outbox out) {
    if (message.body().integer(FINGERPRINT) != hearsay.table().fingerprint()) {
      sendTable(message.src(), true, out);
    }
  }

  private void onTable(Message message, Outbox out) {
    List<Update> members = Update.list(message.body(), MEMBERS);
    boolean isAsked = message.body().bool(ANSWER);
    members.forEach(update -> hearsay.hear(update, out));
    if (isAsked) {
      sendTable(message.src(), false, out);
    }
  }

  private void sendTable(NodeId dest, boolean isAsking, Outbox out) {
    Body table = Body.of("swim_table", MEMBERS, hearsay.all(), ANSWER, Json.of(isAsking));
    hearsay.send(dest, table, out);
  }

  private void askToJoin(Outbox out) {
    if (hearsay.others().isEmpty() && !contacts.isEmpty() && !hearsay.isLeaving()) {
      out.setTimer(Round.JOIN, settings.probeInterval());
      prober
          .some(hearsay.lost(contacts), settings.gossipNodes())
          .forEach(contact -> sendTable(contact, true, out));
    }
  }

  private void remember(NodeId contact) {
    if (!contact.equals(environment.self()) && contacts.size() < MOST_CONTACTS) {
      contacts.add(contact);
    }
  }

  private Duration jittered(Duration time) {
    return MembershipSettings.scaled(time, environment.random().nextDouble());
  }
}
