package dev.tattle.bench.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SequentialKvTest {
  private static final NodeId WRITER = new NodeId("n0");
  private static final NodeId READER = new NodeId("n1");

  private final SequentialKv stalest = new SequentialKv((oldest, newest) -> oldest);

  private static Body write(String key, long value) {
    return Body.of("write", "key", Json.of(key), "value", Json.of(value));
  }

  private static Body cas(long from, long to) {
    return Body.of("cas", "key", Json.of("k"), "from", Json.of(from), "to", Json.of(to));
  }

  private static Body read(String key) {
    return Body.of("read", "key", Json.of(key));
  }

  private static long value(Body reply) {
    return reply.integer("value");
  }

  @Test
  void readsAreStaleAtWill() {
    stalest.handle(WRITER, write("k", 1));
    stalest.handle(WRITER, write("k", 2));
    assertThat(stalest.handle(READER, read("k")).type()).isEqualTo("error");
    assertThat(value(stalest.handle(WRITER, read("k")))).isEqualTo(2);
  }

  @Test
  void changeRunsOnTheNewestAndMakesItsClientFresh() {
    stalest.handle(WRITER, write("k", 1));
    assertThat(stalest.handle(READER, write("other", 5)).type()).isEqualTo("write_ok");
    assertThat(value(stalest.handle(READER, read("k")))).isEqualTo(1);
  }

  @Test
  void writeOfTheSameValueDoesNotMakeFresh() {
    stalest.handle(READER, write("k", 1));
    stalest.handle(WRITER, write("k", 2));
    stalest.handle(READER, write("k", 1));
    // The write saw an old state in which it changed nothing, so it has no effect on the present
    // state.
    assertThat(value(stalest.handle(WRITER, read("k")))).isEqualTo(2);
    assertThat(value(stalest.handle(READER, read("k")))).isEqualTo(1);
  }

  @Test
  void failingCasMayJudgeByAnOldState() {
    stalest.handle(READER, write("k", 1));
    stalest.handle(WRITER, write("k", 2));
    assertThat(stalest.handle(READER, cas(2, 3)).integer("code")).isEqualTo(22);
  }

  @Test
  void casThatWouldSucceedInThePastIsJudgedByTheNewest() {
    stalest.handle(READER, write("k", 1));
    stalest.handle(WRITER, write("k", 2));
    assertThat(stalest.handle(READER, cas(1, 3)).integer("code")).isEqualTo(22);
    assertThat(value(stalest.handle(READER, read("k")))).isEqualTo(2);
  }

  @Test
  void onlyTheLastStatesCanBeSeen() {
    for (int i = 1; i <= 100; i++) {
      stalest.handle(WRITER, write("k", i));
    }
    assertThat(value(stalest.handle(READER, read("k")))).isEqualTo(100 - SequentialKv.STATES + 1);
  }

  @Test
  void keyThatDidNotChangeForLongIsStillThere() {
    stalest.handle(WRITER, write("old", 7));
    for (int i = 1; i <= 100; i++) {
      stalest.handle(WRITER, write("k", i));
    }
    assertThat(value(stalest.handle(READER, read("old")))).isEqualTo(7);
  }

  @Test
  void eachClientSeesTimeMoveForward() {
    SequentialKv kv = new SequentialKv(SequentialKv.StateChoice.random(new SplittableRandom(3)));
    kv.handle(WRITER, write("k", 0));
    kv.handle(READER, write("other", 0));
    List<Long> seen = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      kv.handle(WRITER, write("k", i));
      seen.add(value(kv.handle(READER, read("k"))));
    }
    assertThat(seen).isSorted();
    assertThat(seen.stream().distinct().count()).isBetween(50L, 499L);
  }

  @Test
  void everyLegalStateIsSeenSometimes() {
    List<Long> seen = new ArrayList<>();
    SequentialKv kv = new SequentialKv(SequentialKv.StateChoice.random(new SplittableRandom(3)));
    for (int i = 0; i < 40; i++) {
      kv.handle(WRITER, write("k", i));
    }
    for (int i = 0; i < 1000; i++) {
      seen.add(value(kv.handle(new NodeId("r" + i), read("k"))));
    }
    assertThat(seen.stream().distinct().sorted().toList())
        .hasSize(SequentialKv.STATES)
        .startsWith(8L)
        .endsWith(39L);
  }
}
