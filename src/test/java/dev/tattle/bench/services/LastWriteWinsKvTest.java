package dev.tattle.bench.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LastWriteWinsKvTest {
  private static final NodeId CLIENT = new NodeId("n0");
  private static final Body READ = Body.of("read", "key", Json.of("k"));

  private final LastWriteWinsKv kv = new LastWriteWinsKv(new SplittableRandom(11));

  private void write(long value) {
    kv.handle(CLIENT, Body.of("write", "key", Json.of("k"), "value", Json.of(value)));
  }

  private List<Body> manyReads() {
    List<Body> replies = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      replies.add(kv.handle(CLIENT, READ));
    }
    return replies;
  }

  @Test
  void ownWriteMayBeMissedButArrivesInTheEnd() {
    boolean missed = false;
    for (int round = 0; round < 50; round++) {
      write(round);
      Body first = kv.handle(CLIENT, READ);
      missed |= !first.type().equals("read_ok") || first.integer("value") != round;
      manyReads();
    }
    assertThat(missed).isTrue();
    Body last = kv.handle(CLIENT, READ);
    assertThat(manyReads()).containsOnly(last);
    assertThat(last.type()).isEqualTo("read_ok");
  }

  @Test
  void laterWriteWinsOnceReplicasHaveMet() {
    write(1);
    manyReads();
    write(2);
    manyReads();
    assertThat(manyReads()).containsOnly(Body.of("read_ok", "value", Json.of(2)));
  }

  @Test
  void casNeverCreates() {
    Body cas =
        Body.of(
            "cas",
            "key",
            Json.of("k"),
            "from",
            Json.of(0),
            "to",
            Json.of(1),
            "create_if_not_exists",
            Json.of(true));
    assertThat(kv.handle(CLIENT, cas).integer("code")).isEqualTo(20);
  }
}
