package dev.tattle.gossip;

import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.RequestException;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node of a {@link GossipTranscript}, without a disk. */
final class GossipTranscriptNode {
  private final GossipTranscript transcript;
  private final NodeId id;
  private final int place;
  private final GossipSettings settings;
  private final FakeEnvironment environment;
  private final Effects effects = new Effects();
  private final Map<Timer, Long> timers = new LinkedHashMap<>();
  private final Map<NodeId, PeerState> peers = new LinkedHashMap<>();
  private List<String> words = List.of();
  private @Nullable List<NodeId> first;
  private @Nullable NodeId relay;
  private @Nullable Gossip gossip;
  private WordStore store;
  private long timersSet;
  private long incarnation;

  /** What its dice show: its replica and its first number at first, then when it compares. */
  private long drawn;

  GossipTranscriptNode(
      GossipTranscript transcript, NodeId id, List<NodeId> ids, GossipSettings settings) {
    this.transcript = transcript;
    this.id = id;
    this.settings = settings;
    place = ids.indexOf(id);
    String[] names = ids.stream().map(NodeId::name).toArray(String[]::new);
    environment = new FakeEnvironment(() -> drawn, id.name(), names);
    store = new WordStore(new DeltaRecords(environment, settings.kind()).self());
  }

  void start() {
    incarnation++;
    transcript.line(id + " starts");
    environment.nowNanos = transcript.scheduler.nowNanos();
    environment.nodesAre(Objects.requireNonNullElse(first, transcript.members()));
    drawn = incarnation;
    DeltaRecords records = new DeltaRecords(environment, settings.kind());
    store = new WordStore(records.self());
    drawn = 100 * incarnation;
    Gossip started = new Gossip(environment, store, records, settings);
    gossip = started;
    // Twice, as dice show a random number's upper bits.
    drawn = 2 * Duration.ofSeconds(12 + 4L * place).toNanos();
    relay = started.succession().relay();
    started.onStart(effects);
    carryOut();
  }

  void crash() {
    transcript.line(id + " crashes");
    gossip = null;
    timers.clear();
    peers.clear();
    words = List.of();
  }

  void add(String word) {
    transcript.line(id + " adds " + word);
    store.join(store.addition(word));
    words = store.words();
    handle(running -> running.changed(effects));
  }

  void members(List<NodeId> members) {
    if (gossip == null) {
      first = members;
    }
    handle(running -> running.members(members, effects));
  }

  boolean isKnownElsewhere() {
    return Objects.requireNonNull(gossip).isKnownElsewhere();
  }

  List<String> words() {
    return store.words();
  }

  void receive(Message message) {
    handle(
        running -> {
          try {
            running.onMessage(message, effects);
          } catch (RequestException refused) {
            transcript.line(id + " refuses what a node sends that is no member here");
          }
        });
  }

  void fire(Timer timer, long number) {
    if (gossip != null && timers.remove(timer, number)) {
      handle(running -> running.onTimer((GossipTimer) timer, effects), why((GossipTimer) timer));
    }
  }

  private String why(GossipTimer timer) {
    if (timer instanceof GossipTimer.Retry retry) {
      return "%s has no answer from %s".formatted(id, retry.peer());
    } else if (timer instanceof GossipTimer.Ack ack) {
      return "%s has nothing on which its acknowledgement to %s could ride"
          .formatted(id, ack.peer());
    }
    return switch ((GossipTimer.Own) timer) {
      case FLUSH -> id + " has gathered for long enough";
      case RENEW -> id + " asks again, as it depends on others than its home";
      case QUIET -> id + " has got nothing new for a while, and compares";
      case TIDY -> id + " tidies";
      case ANTI_ENTROPY -> id + " compares with its relay from time to time";
    };
  }

  private void handle(Consumer<Gossip> handler, String... why) {
    Gossip running = gossip;
    if (running != null) {
      environment.nowNanos = transcript.scheduler.nowNanos();
      handler.accept(running);
      carryOut(why);
    }
  }

  /** Writes down why the node acts, what it knows now, and then what it sends. */
  private void carryOut(String... why) {
    List<Effect> drained = effects.drain();
    List<String> news = news();
    if (!news.isEmpty() || drained.stream().anyMatch(Effect.Send.class::isInstance)) {
      for (String line : why) {
        transcript.line(line);
      }
    }
    news.forEach(transcript::line);
    drained.forEach(this::carryOut);
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Send send) {
      transcript.send(id, send);
    } else if (effect instanceof Effect.SetTimer set) {
      timersSet++;
      timers.put(set.timer(), timersSet);
      transcript.fireAfter(set.delay(), this, set.timer(), timersSet);
    } else if (effect instanceof Effect.CancelTimer cancel) {
      timers.remove(cancel.timer());
    } else {
      throw Effect.unknown(effect);
    }
  }

  /** The changes of the node's words, of the peers that it believes present, and of its relay. */
  private List<String> news() {
    List<String> news = new ArrayList<>();
    List<String> learnt = new ArrayList<>(store.words());
    learnt.removeAll(words);
    words = store.words();
    if (!learnt.isEmpty()) {
      news.add("%s learns %s".formatted(id, String.join(" ", learnt)));
    }
    Succession succession = Objects.requireNonNull(gossip).succession();
    for (Peer peer : succession.peers()) {
      PeerState before = peers.put(peer.id, peer.state());
      if (peer.state() != Objects.requireNonNullElse(before, PeerState.PRESENT)) {
        String state = peer.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        news.add("%s takes %s to be %s".formatted(id, peer.id, state));
      }
    }
    NodeId now = succession.relay();
    if (!now.equals(relay)) {
      relay = now;
      news.add(id + (now.equals(id) ? " is its own relay" : "'s relay is " + now));
    }
    return news;
  }
}
