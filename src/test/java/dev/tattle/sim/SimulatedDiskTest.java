package dev.tattle.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Effect;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SimulatedDiskTest {
  private static final NodeId CLIENT = new NodeId("c0");
  private static final long LONG_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final VirtualScheduler scheduler = new VirtualScheduler();
  private final Listener process = new Listener();
  private SimulatedDisk disk = disk(1);

  private SimulatedDisk disk(long seed) {
    return new SimulatedDisk(scheduler, new SplittableRandom(seed));
  }

  /** Records what the disk reports. */
  private static final class Listener implements SimulatedDisk.Owner {
    private final List<String> heard = new ArrayList<>();
    private final List<Runnable> late = new ArrayList<>();
    private boolean isPaused;

    @Override
    public void whenRunning(Runnable event) {
      if (isPaused) {
        late.add(event);
      } else {
        event.run();
      }
    }

    @Override
    public void send(Effect.Send send) {
      heard.add(send.body().type());
    }

    @Override
    public void onDiskFailure(String why, List<Effect> dropped) {
      heard.add("failure, dropped " + dropped.size());
    }

    @Override
    public void onDiskWorks() {
      heard.add("works");
    }
  }

  private void write(long... records) {
    for (long record : records) {
      disk.write(new Effect.Append(Json.of(record)), process);
    }
  }

  private static Effect.Send message(String type) {
    return new Effect.Send(CLIENT, Body.of(type));
  }

  private void pass(long nanos) {
    scheduler.runUntil(scheduler.nowNanos() + nanos);
  }

  private static List<Json> records(long... records) {
    List<Json> list = new ArrayList<>();
    for (long record : records) {
      list.add(Json.of(record));
    }
    return list;
  }

  @Test
  void messageWaitsForWhatWasWrittenBeforeIt() {
    write(1);
    disk.hold(message("one"));
    assertThat(disk.isBehind()).isTrue();
    assertThat(process.heard).isEmpty();
    pass(LONG_NANOS);
    assertThat(process.heard).containsExactly("one");
    assertThat(disk.kept()).isEqualTo(records(1));
    assertThat(disk.isBehind()).isFalse();
  }

  @Test
  void whatIsWrittenDuringASyncWaitsForTheNext() {
    write(1);
    disk.hold(message("one"));
    write(2, 3);
    disk.hold(message("three"));
    while (process.heard.isEmpty()) {
      scheduler.runNext();
    }
    assertThat(process.heard).containsExactly("one");
    assertThat(disk.kept()).isEqualTo(records(1));
    scheduler.runNext();
    assertThat(process.heard).containsExactly("one", "three");
    assertThat(disk.kept()).isEqualTo(records(1, 2, 3));
  }

  @Test
  void checkpointTakesThePlaceOfAllBeforeIt() {
    write(1, 2);
    disk.write(new Effect.Checkpoint(records(3)), process);
    write(4);
    pass(LONG_NANOS);
    assertThat(disk.kept()).isEqualTo(records(3, 4));
  }

  @Test
  void crashKeepsSomeOfWhatIsNotSyncedAndSendsNothingTooEarly() {
    Set<String> outcomes = new TreeSet<>();
    for (long seed = 0; seed < 200; seed++) {
      disk = disk(seed);
      write(1);
      disk.hold(message("one"));
      write(2);
      disk.hold(message("two"));
      List<Effect.Send> sent = disk.crash();
      outcomes.add(disk.kept().size() + " kept, " + sent.size() + " sent");
    }
    assertThat(outcomes)
        .containsExactly(
            "0 kept, 0 sent",
            "1 kept, 0 sent",
            "1 kept, 1 sent",
            "2 kept, 0 sent",
            "2 kept, 1 sent",
            "2 kept, 2 sent");
    pass(LONG_NANOS);
    assertThat(process.heard).as("what the disk says to a process that has ended").isEmpty();
  }

  @Test
  void whatIsSyncedSurvivesEveryCrash() {
    write(1, 2);
    pass(LONG_NANOS);
    write(3);
    disk.crash();
    assertThat(disk.kept()).startsWith(Json.of(1), Json.of(2));
  }

  @Test
  void fullDiskDropsWhatItCannotKeepAndSaysWhenItWorksAgain() {
    disk.setFull(true);
    write(1);
    disk.hold(message("one"));
    pass(LONG_NANOS);
    assertThat(process.heard).hasSize(1);
    assertThat(process.heard.get(0)).startsWith("failure, dropped ");
    disk.setFull(false);
    pass(TimeUnit.SECONDS.toNanos(1));
    assertThat(process.heard).hasSize(2).endsWith("works");
    List<Json> before = List.copyOf(disk.kept());
    write(2);
    pass(LONG_NANOS);
    assertThat(disk.kept()).hasSize(before.size() + 1).endsWith(Json.of(2));
  }

  @Test
  void pausedProcessHearsOfASyncWhenItGoesOn() {
    write(1);
    disk.hold(message("one"));
    process.isPaused = true;
    pass(LONG_NANOS);
    assertThat(process.heard).isEmpty();
    process.isPaused = false;
    process.late.forEach(Runnable::run);
    assertThat(process.heard).containsExactly("one");
  }

  @Test
  void slowDiskTakesLonger() {
    disk.setMeanSync(TimeUnit.HOURS.toNanos(1));
    write(1);
    pass(TimeUnit.SECONDS.toNanos(1));
    assertThat(disk.kept()).isEmpty();
  }
}
