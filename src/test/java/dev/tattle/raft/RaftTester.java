package dev.tattle.raft;

import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Outbox;
import dev.tattle.core.RequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds one node's {@link Raft} with a disk. It calls one handler and returns its effects. Records
 * are on the disk at once.
 */
final class RaftTester implements Raft.Owner {
  static final NodeId N0 = new NodeId("n0");
  static final NodeId N1 = new NodeId("n1");
  static final NodeId N2 = new NodeId("n2");
  static final Members THREE = Members.of(List.of(N0, N1, N2));

  private static final Json OF = Json.of("test");

  /** The settings of all tests that do not choose their own. */
  static final RaftSettings SETTINGS = RaftSettings.DEFAULT;

  /** The commands that were applied, which are the owner's state. */
  final List<Json> applied = new ArrayList<>();

  /** The reads that may pass, each as {@code ticket@index}. */
  final List<String> readable = new ArrayList<>();

  final FakeEnvironment environment;

  /** The effects of its first start. */
  final List<Effect> started;

  private final RaftSettings settings;
  private final Members initial;
  private final Effects effects = new Effects();
  private List<Json> disk = new ArrayList<>();
  private Raft raft;

  /** Starts a node that has received no message. */
  RaftTester(String self, Members initial, RaftSettings settings) {
    this(
        new FakeEnvironment(self, initial.all().stream().map(NodeId::name).toArray(String[]::new)),
        initial,
        settings);
  }

  RaftTester(FakeEnvironment environment, Members initial, RaftSettings settings) {
    this.environment = environment;
    environment.disk = disk;
    this.settings = settings;
    this.initial = initial;
    effects.keepRecords(true);
    raft = create();
    started = start();
  }

  /** One of three nodes. It has heard nobody for so long that it follows no leader. */
  static RaftTester of(String self) {
    return new RaftTester(self, THREE, SETTINGS);
  }

  /** One of three nodes that leads term 1, with only its first entry in the log. */
  static RaftTester leader() {
    RaftTester leader = of("n0");
    leader.elect();
    return leader;
  }

  private Raft create() {
    RaftRecords records = new RaftRecords(environment, OF);
    return new Raft(environment, this, records, initial, settings, Witness.NONE);
  }

  private List<Effect> start() {
    raft.onStart(effects);
    return drain();
  }

  /** Restarts from the disk. */
  List<Effect> restart() {
    applied.clear();
    environment.disk = disk;
    raft = create();
    return start();
  }

  Raft raft() {
    return raft;
  }

  Leadership leading() {
    Leadership leading = raft.leading();
    if (leading == null) {
      throw new AssertionError("it does not lead");
    }
    return leading;
  }

  List<Effect> receive(NodeId from, RaftMessage message) {
    // As it comes from the wire.
    Message received = new Message(from, environment.self(), message.toBody(OF));
    return run(() -> raft.onMessage(from, RaftMessages.of(received), effects));
  }

  List<Effect> fire(RaftTimer timer) {
    return run(() -> raft.onTimer(timer, effects));
  }

  /** The leader appends a command. */
  List<Effect> command(String command) {
    return append(Entry.command(raft.term(), Json.of(command)));
  }

  List<Effect> append(Entry entry) {
    return append(entry, environment.self());
  }

  /** Lets the leader append an entry for a client of this node. */
  List<Effect> append(Entry entry, NodeId origin) {
    leading().append(List.of(entry), origin, effects);
    return drain();
  }

  List<Effect> read(long ticket) {
    raft.read(ticket, effects);
    return drain();
  }

  List<Effect> transferTo(NodeId successor) {
    leading().transferTo(successor, effects);
    return drain();
  }

  void pass(Duration time) {
    environment.nowNanos += time.toNanos();
  }

  /** Waits longer than any election timeout, so that the node asks for votes in a trial. */
  List<Effect> timeOut() {
    pass(settings.electionTimeout().multipliedBy(2));
    return fire(RaftTimer.ELECTION);
  }

  /** Makes the node the leader of the next term, by the vote of n1. */
  void elect() {
    elect(N1);
  }

  void elect(NodeId... voters) {
    timeOut();
    long now = environment.nowNanos();
    long next = raft.term() + 1;
    for (NodeId voter : voters) {
      receive(voter, new RaftMessage.Vote(next - 1, next, now, true, true));
    }
    for (NodeId voter : voters) {
      receive(voter, new RaftMessage.Vote(next, next, now, false, true));
    }
  }

  void refuseRecords(@Nullable String why) {
    effects.refuseRecords(why);
  }

  private List<Effect> run(Runnable handler) {
    try {
      handler.run();
    } catch (RequestException refused) {
      effects.drain();
      throw refused;
    }
    return drain();
  }

  private List<Effect> drain() {
    List<Effect> drained = effects.drain();
    for (Effect effect : drained) {
      if (effect instanceof Effect.Append append) {
        disk.add(append.record());
      } else if (effect instanceof Effect.Checkpoint checkpoint) {
        disk = new ArrayList<>(checkpoint.records());
      }
    }
    return drained;
  }

  /** The messages among the effects. */
  static List<Effect> sent(List<Effect> effects) {
    return effects.stream().filter(Effect.Send.class::isInstance).toList();
  }

  static boolean isReadIndexed(Effect effect) {
    return effect instanceof Effect.Send send
        && send.body().type().equals(RaftMessage.ReadIndexed.TYPE);
  }

  static Effect send(NodeId to, RaftMessage message) {
    return new Effect.Send(to, message.toBody(OF));
  }

  static Effect keepsTerm(long term, @Nullable String vote) {
    return new Effect.Append(
        Json.object("term", Json.of(term), "vote", vote == null ? Json.NULL : Json.of(vote)));
  }

  static Effect keepsEntries(long at, Entry... entries) {
    List<Json> items = List.of(entries).stream().map(Entry::toJson).toList();
    return new Effect.Append(Json.object("at", Json.of(at), "entries", Json.array(items)));
  }

  static Entry entry(long term, String command) {
    return Entry.command(term, Json.of(command));
  }

  static RaftMessage append(
      long term, long round, Position previous, long commit, Entry... entries) {
    return new RaftMessage.AppendEntries(term, round, previous, List.of(entries), commit);
  }

  static Position at(long index, long term) {
    return new Position(index, term);
  }

  // What the consensus asks of its owner.

  @Override
  public void apply(long index, Json command, Outbox out) {
    applied.add(command);
  }

  @Override
  public List<Json> snapshot() {
    return List.copyOf(applied);
  }

  @Override
  public void restore(List<Json> parts, Outbox out) {
    applied.clear();
    applied.addAll(parts);
  }

  @Override
  public void readable(long ticket, long index) {
    readable.add(ticket + "@" + index);
  }
}
