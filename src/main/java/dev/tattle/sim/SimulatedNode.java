package dev.tattle.sim;

import dev.tattle.core.Effect;
import dev.tattle.core.Environment;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeFactory;
import dev.tattle.core.NodeHost;
import dev.tattle.core.NodeId;
import dev.tattle.core.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Runs one node on a scheduler and a network, as a process would run it. The node can crash and
 * come back without its memory, pause, have a clock of its own, and have a disk.
 *
 * <p>Thread rule: the scheduler's thread.
 */
public final class SimulatedNode {
  private static final long EPOCH_NANOS = TimeUnit.DAYS.toNanos(20_000);
  private static final long CLOCKS_DIFFER_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Everything that the nodes of a run share. */
  public record World(
      Scheduler scheduler, Network network, NodeFactory factory, Listener listener) {}

  /** Hears what a node does wrong. */
  public interface Listener {
    /** A handler threw an exception, which is a programmer's error. */
    void onFailure(NodeId node, Throwable failure);

    /** The node sent a message to a name that is not attached. */
    void onUndeliverable(Message message);
  }

  private final NodeId id;
  private final World world;
  private final SplittableRandom random;
  private final @Nullable SimulatedDisk disk;

  /** The timers that are set. An alarm that is not in here is void. */
  private final Map<Timer, Alarm> timers = new LinkedHashMap<>();

  private final Driver driver = new Driver();
  private final List<Runnable> late = new ArrayList<>();
  private NodeHost host;
  private SkewedClock clock;
  private boolean isPaused;
  private boolean isCrashed;

  /** Creates a node without a disk and attaches it to the network. It waits for {@code init}. */
  public SimulatedNode(NodeId id, World world, SplittableRandom random) {
    this(id, world, random, null);
  }

  /**
   * Creates a node and attaches it to the network. It waits for {@code init}.
   *
   * @param disk that survives the node's crashes; null for a node without a disk
   */
  public SimulatedNode(
      NodeId id, World world, SplittableRandom random, @Nullable SimulatedDisk disk) {
    this.id = id;
    this.world = world;
    this.random = random;
    this.disk = disk;
    host = new NodeHost(world.factory, this::environment);
    clock = newClock();
    world.network.attach(id, (messageId, message) -> run(() -> host.onMessage(message)));
  }

  /**
   * Ends this incarnation: its state and timers are gone, except for what is on the disk. Messages
   * to the node wait for the next incarnation, as in Maelstrom's queues.
   */
  public void crash() {
    if (disk != null) {
      List<Effect.Send> sent = disk.crash();
      if (!isPaused) {
        sent.forEach(this::send);
      }
    }
    timers.clear();
    late.clear();
    isPaused = false;
    isCrashed = true;
    world.network.hold(id);
  }

  /** Begins a new incarnation. It gets the waiting messages once {@code init} has arrived. */
  public void restart() {
    isCrashed = false;
    host = new NodeHost(world.factory, this::environment);
    clock = newClock();
    world.network.releaseAfter(id, message -> message.body().type().equals("init"));
  }

  /** Pauses the node: messages and timers wait. The node must not have crashed. */
  public void pause() {
    isPaused = true;
    world.network.hold(id);
  }

  /** Ends a pause. Does nothing if the node is not paused. */
  public void resume() {
    if (isPaused) {
      isPaused = false;
      world.network.release(id);
      late.forEach(event -> world.scheduler.after(0, event));
      late.clear();
    }
  }

  /**
   * Sets the rate of the node's clock, and of timers that are set from now on.
   *
   * @param rate above 0; 1 is right
   */
  public void setClockRate(double rate) {
    clock.setRate(rate);
  }

  private void run(Supplier<List<Effect>> handler) {
    assert !isCrashed : id + " has crashed, and something reaches it";
    List<Effect> effects;
    try {
      effects = handler.get();
    } catch (RuntimeException | AssertionError | StackOverflowError failure) {
      world.listener.onFailure(id, failure);
      return;
    }
    effects.forEach(this::carryOut);
  }

  private void carryOut(Effect effect) {
    if (effect instanceof Effect.Send send) {
      if (disk != null && disk.isBehind()) {
        disk.hold(send);
      } else {
        send(send);
      }
    } else if (effect instanceof Effect.SetTimer set) {
      set(set.timer(), set.delay());
    } else if (effect instanceof Effect.CancelTimer cancel) {
      timers.remove(cancel.timer());
    } else if (effect instanceof Effect.CancelAllTimers) {
      timers.clear();
    } else if (disk != null) {
      disk.write(effect, driver);
    } else {
      throw Effect.unknown(effect);
    }
  }

  private void send(Effect.Send send) {
    Message message = new Message(id, send.dest(), send.body());
    if (!world.network.send(message)) {
      world.listener.onUndeliverable(message);
    }
  }

  private void set(Timer timer, Duration delay) {
    Alarm alarm = new Alarm(timer);
    timers.put(timer, alarm);
    world.scheduler.after(clock.toWorldNanos(delay.toNanos()), alarm);
  }

  private void whenRunning(Runnable event) {
    if (isPaused) {
      late.add(() -> whenRunning(event));
    } else {
      event.run();
    }
  }

  /** One setting of a timer. */
  private final class Alarm implements Runnable {
    private final Timer timer;

    Alarm(Timer timer) {
      this.timer = timer;
    }

    @Override
    public void run() {
      if (isPaused) {
        late.add(this);
      } else if (timers.remove(timer, this)) {
        SimulatedNode.this.run(() -> host.onTimer(timer));
      }
    }
  }

  /** Clocks differ from node to node and from incarnation to incarnation. */
  private SkewedClock newClock() {
    long offset = random.nextLong(-CLOCKS_DIFFER_NANOS, CLOCKS_DIFFER_NANOS);
    return new SkewedClock(world.scheduler, EPOCH_NANOS + offset);
  }

  private Environment environment(NodeId self, List<NodeId> nodes) {
    List<NodeId> peers = nodes.stream().filter(node -> !node.equals(self)).toList();
    return new Surroundings(self, nodes, peers, clock, random.split(), disk);
  }

  /** Carries out what the disk asks of the process. */
  private final class Driver implements SimulatedDisk.Owner {
    @Override
    public void whenRunning(Runnable event) {
      SimulatedNode.this.whenRunning(event);
    }

    @Override
    public void send(Effect.Send send) {
      SimulatedNode.this.send(send);
    }

    @Override
    public void onDiskFailure(String why, List<Effect> dropped) {
      run(() -> host.onDiskFailure(why, dropped));
    }

    @Override
    public void onDiskWorks() {
      run(host::diskWorks);
    }
  }

  private record Surroundings(
      NodeId self,
      List<NodeId> nodes,
      List<NodeId> peers,
      SkewedClock clock,
      RandomGenerator random,
      @Nullable SimulatedDisk disk)
      implements Environment {
    @Override
    public boolean isDurable() {
      return disk != null;
    }

    @Override
    public Iterable<Json> kept() {
      return disk == null ? List.of() : disk.kept();
    }

    @Override
    public long nowNanos() {
      return clock.nowNanos();
    }
  }
}
