package dev.tattle.runtime.cluster.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tattle.core.Body;
import dev.tattle.core.Json;
import dev.tattle.core.Message;
import dev.tattle.core.NodeId;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PeerPartsTest {
  @Test
  void addressesAreReadAndWritten() {
    assertThat(HostPort.parse("localhost:8001")).isEqualTo(new HostPort("localhost", 8001));
    assertThat(HostPort.parse("[::1]:0")).isEqualTo(new HostPort("::1", 0));
    assertThat(HostPort.parse("[::1]:80")).hasToString("[::1]:80");
    for (String wrong :
        new String[] {"", "x", "x:", ":1", "x:1:2", "x:-1", "x:65536", "x y:1", "u@x:1", "x:1a"}) {
      assertThatThrownBy(() -> HostPort.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected");
    }
  }

  @Test
  void attemptsComeLessAndLessOftenDownToABound() {
    Backoff backoff = new Backoff(100, 1_000, new SplittableRandom(1));
    long most = 100;
    for (int i = 0; i < 10; i++) {
      assertThat(backoff.nextMillis()).isBetween(most / 2, most);
      most = Math.min(1_000, 2 * most);
    }
    backoff.reset();
    assertThat(backoff.nextMillis()).isBetween(50L, 100L);
  }

  @Test
  void queueOfAPeerIsBounded() {
    KnownPeer peer = new KnownPeer(new NodeId("n2"), new HostPort("localhost", 1));
    int half = (int) KnownPeer.MAX_QUEUED_BYTES / 2;
    assertThat(peer.reserve(half)).isTrue();
    assertThat(peer.reserve(half)).isTrue();
    assertThat(peer.reserve(1)).isFalse();
    assertThat(peer.queuedBytes()).isEqualTo(2L * half);
    peer.release(half);
    assertThat(peer.reserve(1)).isTrue();
  }

  @Test
  void helloIsReadAsItWasWritten() {
    Hello hello = new Hello(new NodeId("n1"), "tattle", -5, new HostPort("::1", 9001));
    assertThat(Hello.of(hello.message())).isEqualTo(hello);
  }

  @Test
  void helloThatIsNoneSaysWhy() {
    NodeId id = new NodeId("n1");
    assertThatThrownBy(() -> Hello.of(new Message(id, id, Body.of("gossip"))))
        .hasMessageContaining("not a hello");
    assertThatThrownBy(() -> Hello.of(new Message(id, id, Body.of("hello"))))
        .hasMessageContaining("version");
    Body next = Body.of("hello", "version", Json.of(2));
    assertThatThrownBy(() -> Hello.of(new Message(id, id, next)))
        .hasMessageContaining("version 2 of the protocol, but this node 1");
  }
}
