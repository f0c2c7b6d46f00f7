package dev.tattle.raft;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Effects;
import dev.tattle.core.FakeEnvironment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A node of a {@link Transcript}, with a disk. Its state machine is a list to which writes append.
 */
final class TranscriptNode {
  /** The part of its state that is written down when it changes. */
  private record State(long term, @Nullable NodeId leader, boolean isLeading, long commit) {
    static final State NONE = new State(0, null, false, 0);
  }

  /** A list of texts, each a part of a snapshot. */
  private static final class Diary implements Machine {
    private final List<Json> all = new ArrayList<>();

    @Override
    public Json apply(Json command) {
      all.add(command);
      return Json.of(all.size());
    }

    @Override
    public Body reply(Body request, Json result) {
      return Body.of("write_ok", "size", result);
    }

    @Override
    public Body read(Body request) {
      return Body.of("read_ok", "all", Json.array(all));
    }

    @Override
    public List<Json> snapshot() {
      return List.copyOf(all);
    }

    @Override
    public void restore(List<Json> parts) {
      all.clear();
      all.addAll(parts);
    }
  }

  private final Transcript transcript;
  private final NodeId id;
  private final List<NodeId> ids;
  private final Members initial;
  private final RaftSettings settings;
  private final Witness witness;
  private final Effects effects = new Effects();
  private final Map<Timer, Long> timers = new LinkedHashMap<>();
  private List<Json> disk = new ArrayList<>();
  private FakeEnvironment environment;
  private @Nullable RaftGroup group;
  private State state = State.NONE;
  private long timersSet;
  private long incarnation;

  /** What its dice show: sessions and tickets first, and then how long it waits for a leader. */
  private long drawn;

  TranscriptNode(
      Transcript transcript,
      NodeId id,
      List<NodeId> ids,
      Members initial,
      RaftSettings settings,
      Witness witness) {
    this.transcript = transcript;
    this.id = id;
    this.ids = ids;
    this.initial = initial;
    this.settings = settings;
    this.witness = witness;
    String[] names = ids.stream().map(NodeId::name).toArray(String[]::new);
    environment = new FakeEnvironment(() -> drawn, id.name(), names);
    effects.keepRecords(true);
  }

  private Raft raft() {
    return Objects.requireNonNull(group, "it has crashed").raft();
  }

  void transferTo(NodeId successor) {
    Objects.requireNonNull(raft().leading(), "it does not lead").transferTo(successor, effects);
    carryOut();
  }

  void moveTo(List<NodeId> voters) {
    Objects.requireNonNull(group, "it has crashed").moveTo(Members.of(voters));
  }

  void start() {
    incarnation++;
    transcript.line(id + " starts");
    environment.nowNanos = transcript.scheduler.nowNanos();
    environment.disk = disk;
    drawn = 100 * incarnation;
    RaftGroup started =
        new RaftGroup(environment, new Diary(), "diary", initial, settings, witness);
    group = started;
    // Twice, as dice show a random number's upper bits.
    drawn = 2 * Duration.ofMillis(40L * ids.indexOf(id)).toNanos();
    started.onStart(effects);
    carryOut();
  }

  void crash() {
    transcript.line(id + " crashes");
    group = null;
    timers.clear();
    state = State.NONE;
  }

  void receive(Message message) {
    RaftGroup running = group;
    if (running == null) {
      return;
    }
    environment.nowNanos = transcript.scheduler.nowNanos();
    Body body = message.body();
    switch (body.type()) {
      case "write" -> running.write(message, body.json("what"), effects);
      case "read" -> running.read(message, effects);
      default -> running.onMessage(message, effects);
    }
    carryOut();
  }

  void fire(Timer timer, long number) {
    RaftGroup running = group;
    if (running != null && timers.remove(timer, number)) {
      environment.nowNanos = transcript.scheduler.nowNanos();
      running.onTimer((RaftTimer) timer, effects);
      carryOut();
    }
  }

  /** What it keeps, its state, and then what it sends: so a reader knows why. */
  private void carryOut() {
    boolean isTold = false;
    for (Effect effect : effects.drain()) {
      if (effect instanceof Effect.Send && !isTold) {
        tellState();
        isTold = true;
      }
      carryOut(effect);
    }
    if (!isTold) {
      tellState();
    }
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
    } else if (effect instanceof Effect.Append append) {
      disk.add(append.record());
      transcript.line(id + " keeps " + TranscriptText.ofRecord(append.record()));
    } else if (effect instanceof Effect.Checkpoint checkpoint) {
      disk = new ArrayList<>(checkpoint.records());
      transcript.line(id + " keeps, and nothing else:");
      disk.forEach(record -> transcript.line("   " + TranscriptText.ofRecord(record)));
    } else {
      throw Effect.unknown(effect);
    }
  }

  private void tellState() {
    Raft raft = raft();
    State now = new State(raft.term(), raft.leader(), raft.leading() != null, raft.commit());
    if (now.term != state.term || !Objects.equals(now.leader, state.leader)) {
      String role =
          now.isLeading
              ? "leads"
              : now.leader == null ? "knows no leader" : "follows " + now.leader;
      transcript.line("%s %s in term %d".formatted(id, role, now.term));
    }
    if (now.commit != state.commit) {
      transcript.line("%s has applied all up to %d".formatted(id, now.commit));
    }
    state = now;
  }
}
